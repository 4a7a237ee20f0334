import type { DjangoTable } from './django-table.js';

/** `django.contrib.sessions`, as printed after `migrate`. */
export const sessionTables: readonly DjangoTable[] = [
  {
    name: 'django_session',
    shapes: [
      [
        '1.3',
        `CREATE TABLE django_session (
          session_key varchar(40) NOT NULL,
          session_data longtext NOT NULL,
          expire_date datetime NOT NULL,
          PRIMARY KEY (session_key),
          KEY django_session_c25c2c28 (expire_date)
        ) ENGINE=InnoDB`,
      ],
      [
        '1.5',
        `CREATE TABLE django_session (
          session_key varchar(40) NOT NULL,
          session_data longtext NOT NULL,
          expire_date datetime NOT NULL,
          PRIMARY KEY (session_key),
          KEY django_session_b7b81f0c (expire_date)
        ) ENGINE=InnoDB`,
      ],
      [
        '1.7',
        `CREATE TABLE django_session (
          session_key varchar(40) NOT NULL,
          session_data longtext NOT NULL,
          expire_date datetime NOT NULL,
          PRIMARY KEY (session_key),
          KEY django_session_de54fa62 (expire_date)
        ) ENGINE=InnoDB`,
      ],
      [
        '1.11',
        `CREATE TABLE django_session (
          session_key varchar(40) NOT NULL,
          session_data longtext NOT NULL,
          expire_date datetime(6) NOT NULL,
          PRIMARY KEY (session_key),
          KEY django_session_expire_date_a5c62663 (expire_date)
        ) ENGINE=InnoDB`,
      ],
    ],
  },
];
