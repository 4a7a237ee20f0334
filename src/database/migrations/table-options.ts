import type { QueryRunner } from 'typeorm';
import { DJANGO_USER, type UserModel } from '../user-model.js';

/** The character set of a database and the collation that its tables get by default. */
export interface TextDefaults {
  readonly charset: string;
  readonly collation: string;
}

/**
 * The collation of our tables: the database's own, so that a join of ours with the site's tables compares texts under one
 * rule (else error 1267). A database of another character set than utf8mb4 cannot hold every text: there our tables are
 * utf8mb4 all the same, with the collation of the same name where there is one (`utf8mb3_unicode_ci` becomes
 * `utf8mb4_unicode_ci`); the server compares these two, because it converts the smaller set by itself.
 * @returns null for the server's own default of utf8mb4
 */
export function ownCollation({ charset, collation }: TextDefaults): string | null {
  if (charset === 'utf8mb4') return collation;
  return /^utf8(mb3)?$/.test(charset) ? collation.replace(/^utf8(mb3)?_/, 'utf8mb4_') : null;
}

/** Behind the columns of a CREATE TABLE. */
export async function tableOptions(runner: QueryRunner): Promise<string> {
  const [defaults] = await runner.manager.query<TextDefaults[]>(
    'SELECT @@character_set_database AS charset, @@collation_database AS collation',
  );
  const collation = defaults ? ownCollation(defaults) : null;
  return `ENGINE=InnoDB DEFAULT CHARSET=utf8mb4${collation === null ? '' : ` COLLATE=${collation}`}`;
}

/** The comment of a table in a database of our own: whose site it is for. */
export const siteMark = (runner: QueryRunner): string =>
  siteMarkOf(String(runner.dataSource.options.database));

export const siteMarkOf = (database: string): string =>
  `Lockstep of ${database.replaceAll(/['\\]/g, '_')}`;

const users = new WeakMap<QueryRunner, UserModel>();

/** For the migrations on this connection, which TypeORM makes and runs without arguments of ours. */
export const rememberUsers = (runner: QueryRunner, model: UserModel): void => {
  users.set(runner, model);
};

/** The model of users of the site; Django's own for whoever runs migrations by TypeORM's command line. */
export const usersOf = (runner: QueryRunner): UserModel => users.get(runner) ?? DJANGO_USER;
