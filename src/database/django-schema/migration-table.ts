import type { DjangoTable } from './django-table.js';

/** The record of Django's own migrations, which came with 1.7. */
export const migrationTable: readonly DjangoTable[] = [
  {
    name: 'django_migrations',
    shapes: [
      [
        '1.7',
        `CREATE TABLE django_migrations (
          id int(11) NOT NULL AUTO_INCREMENT,
          app varchar(255) NOT NULL,
          name varchar(255) NOT NULL,
          applied datetime NOT NULL,
          PRIMARY KEY (id)
        ) ENGINE=InnoDB`,
      ],
      [
        '1.11',
        `CREATE TABLE django_migrations (
          id int(11) NOT NULL AUTO_INCREMENT,
          app varchar(255) NOT NULL,
          name varchar(255) NOT NULL,
          applied datetime(6) NOT NULL,
          PRIMARY KEY (id)
        ) ENGINE=InnoDB`,
      ],
    ],
  },
];
