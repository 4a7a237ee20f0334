CREATE TABLE legacy_log (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, text varchar(200) NOT NULL) ENGINE=MyISAM;
CREATE TABLE legacy_reading (sensor int NOT NULL, value double NOT NULL, KEY (sensor)) ENGINE=InnoDB;
CREATE TABLE legacy_slot (
  chassis varchar(20) NOT NULL, number int NOT NULL, card varchar(50) NOT NULL, PRIMARY KEY (chassis, number)
) ENGINE=InnoDB;
CREATE VIEW legacy_online AS SELECT id, hostname FROM server WHERE status = '1';
CREATE TABLE legacy_part (
  code varchar(20) NOT NULL PRIMARY KEY,
  size enum('s', 'm', 'l') NULL,
  marks set('x', 'y') NULL,
  made year NULL,
  is_new bit(1) NULL,
  mask bit(12) NULL,
  place point NULL,
  tiny tinyint NULL,
  flag tinyint(1) NULL,
  flag_u tinyint(1) unsigned NULL,
  middle mediumint unsigned NULL,
  big bigint unsigned NULL,
  single float NULL,
  fixed decimal(20, 6) unsigned NULL,
  old_stamp timestamp NULL,
  old_time datetime NULL,
  milli datetime(3) NULL,
  span time(2) NULL,
  letters char(5) NULL,
  uuid char(36) NULL,
  hash binary(16) NULL,
  thing varbinary(40) NULL,
  picture mediumblob NULL,
  story mediumtext NULL,
  doc json NULL,
  name varchar(60) COLLATE utf8mb4_bin NULL,
  shout varchar(60) GENERATED ALWAYS AS (UPPER(name)) VIRTUAL,
  KEY name_part (name(10)),
  KEY made_size (made, size)
) ENGINE=InnoDB;
INSERT INTO legacy_log (text) VALUES ('started');
INSERT INTO legacy_reading (sensor, value) VALUES (1, 20.5), (1, 21);
INSERT INTO legacy_slot (chassis, number, card) VALUES ('C1', 1, 'a'), ('C1', 2, 'b');
INSERT INTO legacy_part (code, size, marks, made, is_new, mask, tiny, flag, flag_u, middle, big, single, fixed, old_stamp, old_time, milli, span,
    letters, uuid, hash, thing, picture, story, doc, name)
  VALUES ('p 1/ä', 'm', 'x,y', 2018, b'1', b'101', -5, 1, 0, 16777215, 18446744073709551615, 0.1, 12345678901234.123456,
    '2018-07-05 09:21:25', '2018-07-05 09:21:25', '2018-07-05 09:21:25.125', '100:00:00.25', 'ab', '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
    UNHEX('000102030405060708090A0B0C0D0E0F'), 'thing', 'picture', 'story', '{"a": [1, null]}', 'Name');
