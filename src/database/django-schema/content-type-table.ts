import type { DjangoTable } from './django-table.js';

/** `django.contrib.contenttypes`, as printed after `migrate`. */
export const contentTypeTable: readonly DjangoTable[] = [
  {
    name: 'django_content_type',
    shapes: [
      [
        '1.3',
        `CREATE TABLE django_content_type (
          id int(11) NOT NULL AUTO_INCREMENT,
          name varchar(100) NOT NULL,
          app_label varchar(100) NOT NULL,
          model varchar(100) NOT NULL,
          PRIMARY KEY (id),
          UNIQUE KEY app_label (app_label,model)
        ) ENGINE=InnoDB`,
      ],
      [
        '1.7',
        `CREATE TABLE django_content_type (
          id int(11) NOT NULL AUTO_INCREMENT,
          name varchar(100) NOT NULL,
          app_label varchar(100) NOT NULL,
          model varchar(100) NOT NULL,
          PRIMARY KEY (id),
          UNIQUE KEY django_content_type_app_label_45f3b1d93ec8c61c_uniq (app_label,model)
        ) ENGINE=InnoDB`,
      ],
      [
        '1.11',
        `CREATE TABLE django_content_type (
          id int(11) NOT NULL AUTO_INCREMENT,
          app_label varchar(100) NOT NULL,
          model varchar(100) NOT NULL,
          PRIMARY KEY (id),
          UNIQUE KEY django_content_type_app_label_model_76bd3d3b_uniq (app_label,model)
        ) ENGINE=InnoDB`,
      ],
    ],
  },
];
