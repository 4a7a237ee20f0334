import { isAtLeast } from '../../django/index.js';

/** A model that has a row in `django_content_type` and its permissions in `auth_permission`. */
export interface DjangoModel {
  readonly appLabel: string;
  readonly model: string;
  /** `verbose_name`, part of the names of the permissions. */
  readonly verboseName: string;
}

/** The models of the three apps, in the order of their migrations. */
export const djangoModels: readonly DjangoModel[] = [
  { appLabel: 'contenttypes', model: 'contenttype', verboseName: 'content type' },
  { appLabel: 'auth', model: 'permission', verboseName: 'permission' },
  { appLabel: 'auth', model: 'group', verboseName: 'group' },
  { appLabel: 'auth', model: 'user', verboseName: 'user' },
  { appLabel: 'sessions', model: 'session', verboseName: 'session' },
];

/** App, name and the version that brought it. In the order in which `migrate` applies them. */
const MIGRATIONS: readonly (readonly [app: string, name: string, since: string])[] = [
  ['contenttypes', '0001_initial', '1.7'],
  ['contenttypes', '0002_remove_content_type_name', '1.8'],
  ['auth', '0001_initial', '1.7'],
  ['auth', '0002_alter_permission_name_max_length', '1.8'],
  ['auth', '0003_alter_user_email_max_length', '1.8'],
  ['auth', '0004_alter_user_username_opts', '1.8'],
  ['auth', '0005_alter_user_last_login_null', '1.8'],
  ['auth', '0006_require_contenttypes_0002', '1.8'],
  ['auth', '0007_alter_validators_add_error_messages', '1.9'],
  ['auth', '0008_alter_user_username_max_length', '1.10'],
  ['auth', '0009_alter_user_last_name_max_length', '2.0'],
  ['auth', '0010_alter_group_name_max_length', '2.2'],
  ['auth', '0011_update_proxy_permissions', '2.2'],
  ['auth', '0012_alter_user_first_name_max_length', '3.1'],
  ['sessions', '0001_initial', '1.7'],
];

/**
 * What `django_migrations` holds after `migrate` of this version.
 *
 * Only versions whose tables were printed are recorded whole: for one in between, the tables are those of the lower
 * one, and so are the migrations; the Django that comes later applies the rest.
 */
export function djangoMigrations(version: string): { app: string; name: string }[] {
  const shape = PRINTED.findLast((printed) => isAtLeast(version, printed)) ?? version;
  return MIGRATIONS.filter(([, , since]) => isAtLeast(shape, since)).map(([app, name]) => ({
    app,
    name,
  }));
}

const PRINTED = [
  '1.3',
  '1.4',
  '1.5',
  '1.6',
  '1.7',
  '1.11',
  '2.2',
  '3.2',
  '4.1',
  '4.2',
  '5.2',
  '6.1',
];
