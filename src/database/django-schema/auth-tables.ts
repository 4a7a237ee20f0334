import type { DjangoTable } from './django-table.js';

/** `django.contrib.auth`: what `SHOW CREATE TABLE` says after `migrate` of each version. Constraint names are Django's. */
export const authTables: readonly DjangoTable[] = [
  {
    name: 'auth_permission',
    shapes: [
      [
        '1.3',
        `CREATE TABLE auth_permission (
          id int(11) NOT NULL AUTO_INCREMENT,
          name varchar(50) NOT NULL,
          content_type_id int(11) NOT NULL,
          codename varchar(100) NOT NULL,
          PRIMARY KEY (id),
          UNIQUE KEY content_type_id (content_type_id,codename),
          KEY auth_permission_e4470c6e (content_type_id),
          CONSTRAINT content_type_id_refs_id_728de91f FOREIGN KEY (content_type_id) REFERENCES django_content_type (id)
        ) ENGINE=InnoDB`,
      ],
      [
        '1.5',
        `CREATE TABLE auth_permission (
          id int(11) NOT NULL AUTO_INCREMENT,
          name varchar(50) NOT NULL,
          content_type_id int(11) NOT NULL,
          codename varchar(100) NOT NULL,
          PRIMARY KEY (id),
          UNIQUE KEY content_type_id (content_type_id,codename),
          KEY auth_permission_37ef4eb4 (content_type_id),
          CONSTRAINT content_type_id_refs_id_d043b34a FOREIGN KEY (content_type_id) REFERENCES django_content_type (id)
        ) ENGINE=InnoDB`,
      ],
      [
        '1.7',
        `CREATE TABLE auth_permission (
          id int(11) NOT NULL AUTO_INCREMENT,
          name varchar(50) NOT NULL,
          content_type_id int(11) NOT NULL,
          codename varchar(100) NOT NULL,
          PRIMARY KEY (id),
          UNIQUE KEY content_type_id (content_type_id,codename),
          KEY auth_permission_417f1b1c (content_type_id),
          CONSTRAINT auth__content_type_id_508cf46651277a81_fk_django_content_type_id FOREIGN KEY (content_type_id) REFERENCES django_content_type (id)
        ) ENGINE=InnoDB`,
      ],
      [
        '1.11',
        `CREATE TABLE auth_permission (
          id int(11) NOT NULL AUTO_INCREMENT,
          name varchar(255) NOT NULL,
          content_type_id int(11) NOT NULL,
          codename varchar(100) NOT NULL,
          PRIMARY KEY (id),
          UNIQUE KEY auth_permission_content_type_id_codename_01ab375a_uniq (content_type_id,codename),
          CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES django_content_type (id)
        ) ENGINE=InnoDB`,
      ],
    ],
  },
  {
    name: 'auth_group',
    shapes: [
      [
        '1.3',
        `CREATE TABLE auth_group (
          id int(11) NOT NULL AUTO_INCREMENT,
          name varchar(80) NOT NULL,
          PRIMARY KEY (id),
          UNIQUE KEY name (name)
        ) ENGINE=InnoDB`,
      ],
      [
        '2.2',
        `CREATE TABLE auth_group (
          id int(11) NOT NULL AUTO_INCREMENT,
          name varchar(150) NOT NULL,
          PRIMARY KEY (id),
          UNIQUE KEY name (name)
        ) ENGINE=InnoDB`,
      ],
    ],
  },
  {
    name: 'auth_group_permissions',
    shapes: [
      [
        '1.3',
        `CREATE TABLE auth_group_permissions (
          id int(11) NOT NULL AUTO_INCREMENT,
          group_id int(11) NOT NULL,
          permission_id int(11) NOT NULL,
          PRIMARY KEY (id),
          UNIQUE KEY group_id (group_id,permission_id),
          KEY auth_group_permissions_bda51c3c (group_id),
          KEY auth_group_permissions_1e014c8f (permission_id),
          CONSTRAINT group_id_refs_id_3cea63fe FOREIGN KEY (group_id) REFERENCES auth_group (id),
          CONSTRAINT permission_id_refs_id_a7792de1 FOREIGN KEY (permission_id) REFERENCES auth_permission (id)
        ) ENGINE=InnoDB`,
      ],
      [
        '1.5',
        `CREATE TABLE auth_group_permissions (
          id int(11) NOT NULL AUTO_INCREMENT,
          group_id int(11) NOT NULL,
          permission_id int(11) NOT NULL,
          PRIMARY KEY (id),
          UNIQUE KEY group_id (group_id,permission_id),
          KEY auth_group_permissions_5f412f9a (group_id),
          KEY auth_group_permissions_83d7f98b (permission_id),
          CONSTRAINT group_id_refs_id_f4b32aac FOREIGN KEY (group_id) REFERENCES auth_group (id),
          CONSTRAINT permission_id_refs_id_6ba0f519 FOREIGN KEY (permission_id) REFERENCES auth_permission (id)
        ) ENGINE=InnoDB`,
      ],
      [
        '1.7',
        `CREATE TABLE auth_group_permissions (
          id int(11) NOT NULL AUTO_INCREMENT,
          group_id int(11) NOT NULL,
          permission_id int(11) NOT NULL,
          PRIMARY KEY (id),
          UNIQUE KEY group_id (group_id,permission_id),
          KEY auth_group_permissions_0e939a4f (group_id),
          KEY auth_group_permissions_8373b171 (permission_id),
          CONSTRAINT auth_group__permission_id_1f49ccbbdc69d2fc_fk_auth_permission_id FOREIGN KEY (permission_id) REFERENCES auth_permission (id),
          CONSTRAINT auth_group_permission_group_id_689710a9a73b7457_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES auth_group (id)
        ) ENGINE=InnoDB`,
      ],
      [
        '1.11',
        `CREATE TABLE auth_group_permissions (
          id int(11) NOT NULL AUTO_INCREMENT,
          group_id int(11) NOT NULL,
          permission_id int(11) NOT NULL,
          PRIMARY KEY (id),
          UNIQUE KEY auth_group_permissions_group_id_permission_id_0cd325b0_uniq (group_id,permission_id),
          KEY auth_group_permissio_permission_id_84c5c92e_fk_auth_perm (permission_id),
          CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES auth_permission (id),
          CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES auth_group (id)
        ) ENGINE=InnoDB`,
      ],
    ],
  },
  {
    name: 'auth_user',
    shapes: [
      [
        '1.3',
        `CREATE TABLE auth_user (
          id int(11) NOT NULL AUTO_INCREMENT,
          username varchar(30) NOT NULL,
          first_name varchar(30) NOT NULL,
          last_name varchar(30) NOT NULL,
          email varchar(75) NOT NULL,
          password varchar(128) NOT NULL,
          is_staff tinyint(1) NOT NULL,
          is_active tinyint(1) NOT NULL,
          is_superuser tinyint(1) NOT NULL,
          last_login datetime NOT NULL,
          date_joined datetime NOT NULL,
          PRIMARY KEY (id),
          UNIQUE KEY username (username)
        ) ENGINE=InnoDB`,
      ],
      [
        '1.5',
        `CREATE TABLE auth_user (
          id int(11) NOT NULL AUTO_INCREMENT,
          password varchar(128) NOT NULL,
          last_login datetime NOT NULL,
          is_superuser tinyint(1) NOT NULL,
          username varchar(30) NOT NULL,
          first_name varchar(30) NOT NULL,
          last_name varchar(30) NOT NULL,
          email varchar(75) NOT NULL,
          is_staff tinyint(1) NOT NULL,
          is_active tinyint(1) NOT NULL,
          date_joined datetime NOT NULL,
          PRIMARY KEY (id),
          UNIQUE KEY username (username)
        ) ENGINE=InnoDB`,
      ],
      [
        '1.11',
        `CREATE TABLE auth_user (
          id int(11) NOT NULL AUTO_INCREMENT,
          password varchar(128) NOT NULL,
          last_login datetime(6) DEFAULT NULL,
          is_superuser tinyint(1) NOT NULL,
          username varchar(150) NOT NULL,
          first_name varchar(30) NOT NULL,
          last_name varchar(30) NOT NULL,
          email varchar(254) NOT NULL,
          is_staff tinyint(1) NOT NULL,
          is_active tinyint(1) NOT NULL,
          date_joined datetime(6) NOT NULL,
          PRIMARY KEY (id),
          UNIQUE KEY username (username)
        ) ENGINE=InnoDB`,
      ],
      [
        '2.2',
        `CREATE TABLE auth_user (
          id int(11) NOT NULL AUTO_INCREMENT,
          password varchar(128) NOT NULL,
          last_login datetime(6) DEFAULT NULL,
          is_superuser tinyint(1) NOT NULL,
          username varchar(150) NOT NULL,
          first_name varchar(30) NOT NULL,
          last_name varchar(150) NOT NULL,
          email varchar(254) NOT NULL,
          is_staff tinyint(1) NOT NULL,
          is_active tinyint(1) NOT NULL,
          date_joined datetime(6) NOT NULL,
          PRIMARY KEY (id),
          UNIQUE KEY username (username)
        ) ENGINE=InnoDB`,
      ],
      [
        '3.2',
        `CREATE TABLE auth_user (
          id int(11) NOT NULL AUTO_INCREMENT,
          password varchar(128) NOT NULL,
          last_login datetime(6) DEFAULT NULL,
          is_superuser tinyint(1) NOT NULL,
          username varchar(150) NOT NULL,
          first_name varchar(150) NOT NULL,
          last_name varchar(150) NOT NULL,
          email varchar(254) NOT NULL,
          is_staff tinyint(1) NOT NULL,
          is_active tinyint(1) NOT NULL,
          date_joined datetime(6) NOT NULL,
          PRIMARY KEY (id),
          UNIQUE KEY username (username)
        ) ENGINE=InnoDB`,
      ],
    ],
  },
  {
    name: 'auth_user_groups',
    shapes: [
      [
        '1.3',
        `CREATE TABLE auth_user_groups (
          id int(11) NOT NULL AUTO_INCREMENT,
          user_id int(11) NOT NULL,
          group_id int(11) NOT NULL,
          PRIMARY KEY (id),
          UNIQUE KEY user_id (user_id,group_id),
          KEY auth_user_groups_fbfc09f1 (user_id),
          KEY auth_user_groups_bda51c3c (group_id),
          CONSTRAINT group_id_refs_id_f0ee9890 FOREIGN KEY (group_id) REFERENCES auth_group (id),
          CONSTRAINT user_id_refs_id_831107f1 FOREIGN KEY (user_id) REFERENCES auth_user (id)
        ) ENGINE=InnoDB`,
      ],
      [
        '1.5',
        `CREATE TABLE auth_user_groups (
          id int(11) NOT NULL AUTO_INCREMENT,
          user_id int(11) NOT NULL,
          group_id int(11) NOT NULL,
          PRIMARY KEY (id),
          UNIQUE KEY user_id (user_id,group_id),
          KEY auth_user_groups_6340c63c (user_id),
          KEY auth_user_groups_5f412f9a (group_id),
          CONSTRAINT group_id_refs_id_274b862c FOREIGN KEY (group_id) REFERENCES auth_group (id),
          CONSTRAINT user_id_refs_id_40c41112 FOREIGN KEY (user_id) REFERENCES auth_user (id)
        ) ENGINE=InnoDB`,
      ],
      [
        '1.7',
        `CREATE TABLE auth_user_groups (
          id int(11) NOT NULL AUTO_INCREMENT,
          user_id int(11) NOT NULL,
          group_id int(11) NOT NULL,
          PRIMARY KEY (id),
          UNIQUE KEY user_id (user_id,group_id),
          KEY auth_user_groups_e8701ad4 (user_id),
          KEY auth_user_groups_0e939a4f (group_id),
          CONSTRAINT auth_user_groups_group_id_33ac548dcf5f8e37_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES auth_group (id),
          CONSTRAINT auth_user_groups_user_id_4b5ed4ffdb8fd9b0_fk_auth_user_id FOREIGN KEY (user_id) REFERENCES auth_user (id)
        ) ENGINE=InnoDB`,
      ],
      [
        '1.11',
        `CREATE TABLE auth_user_groups (
          id int(11) NOT NULL AUTO_INCREMENT,
          user_id int(11) NOT NULL,
          group_id int(11) NOT NULL,
          PRIMARY KEY (id),
          UNIQUE KEY auth_user_groups_user_id_group_id_94350c0c_uniq (user_id,group_id),
          KEY auth_user_groups_group_id_97559544_fk_auth_group_id (group_id),
          CONSTRAINT auth_user_groups_group_id_97559544_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES auth_group (id),
          CONSTRAINT auth_user_groups_user_id_6a12ed8b_fk_auth_user_id FOREIGN KEY (user_id) REFERENCES auth_user (id)
        ) ENGINE=InnoDB`,
      ],
    ],
  },
  {
    name: 'auth_user_user_permissions',
    shapes: [
      [
        '1.3',
        `CREATE TABLE auth_user_user_permissions (
          id int(11) NOT NULL AUTO_INCREMENT,
          user_id int(11) NOT NULL,
          permission_id int(11) NOT NULL,
          PRIMARY KEY (id),
          UNIQUE KEY user_id (user_id,permission_id),
          KEY auth_user_user_permissions_fbfc09f1 (user_id),
          KEY auth_user_user_permissions_1e014c8f (permission_id),
          CONSTRAINT permission_id_refs_id_67e79cb FOREIGN KEY (permission_id) REFERENCES auth_permission (id),
          CONSTRAINT user_id_refs_id_f2045483 FOREIGN KEY (user_id) REFERENCES auth_user (id)
        ) ENGINE=InnoDB`,
      ],
      [
        '1.5',
        `CREATE TABLE auth_user_user_permissions (
          id int(11) NOT NULL AUTO_INCREMENT,
          user_id int(11) NOT NULL,
          permission_id int(11) NOT NULL,
          PRIMARY KEY (id),
          UNIQUE KEY user_id (user_id,permission_id),
          KEY auth_user_user_permissions_6340c63c (user_id),
          KEY auth_user_user_permissions_83d7f98b (permission_id),
          CONSTRAINT permission_id_refs_id_35d9ac25 FOREIGN KEY (permission_id) REFERENCES auth_permission (id),
          CONSTRAINT user_id_refs_id_4dc23c39 FOREIGN KEY (user_id) REFERENCES auth_user (id)
        ) ENGINE=InnoDB`,
      ],
      [
        '1.7',
        `CREATE TABLE auth_user_user_permissions (
          id int(11) NOT NULL AUTO_INCREMENT,
          user_id int(11) NOT NULL,
          permission_id int(11) NOT NULL,
          PRIMARY KEY (id),
          UNIQUE KEY user_id (user_id,permission_id),
          KEY auth_user_user_permissions_e8701ad4 (user_id),
          KEY auth_user_user_permissions_8373b171 (permission_id),
          CONSTRAINT auth_user_u_permission_id_384b62483d7071f0_fk_auth_permission_id FOREIGN KEY (permission_id) REFERENCES auth_permission (id),
          CONSTRAINT auth_user_user_permissi_user_id_7f0938558328534a_fk_auth_user_id FOREIGN KEY (user_id) REFERENCES auth_user (id)
        ) ENGINE=InnoDB`,
      ],
      [
        '1.11',
        `CREATE TABLE auth_user_user_permissions (
          id int(11) NOT NULL AUTO_INCREMENT,
          user_id int(11) NOT NULL,
          permission_id int(11) NOT NULL,
          PRIMARY KEY (id),
          UNIQUE KEY auth_user_user_permissions_user_id_permission_id_14a6b632_uniq (user_id,permission_id),
          KEY auth_user_user_permi_permission_id_1fbb5f2c_fk_auth_perm (permission_id),
          CONSTRAINT auth_user_user_permi_permission_id_1fbb5f2c_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES auth_permission (id),
          CONSTRAINT auth_user_user_permissions_user_id_a95ead1b_fk_auth_user_id FOREIGN KEY (user_id) REFERENCES auth_user (id)
        ) ENGINE=InnoDB`,
      ],
    ],
  },
];
