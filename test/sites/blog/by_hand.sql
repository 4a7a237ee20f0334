ALTER TABLE blog_asset_db MODIFY owner varchar(100) NULL;
ALTER TABLE blog_asset_db MODIFY remark2 varchar(200) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin NOT NULL;
