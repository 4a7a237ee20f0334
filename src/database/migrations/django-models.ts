import type { QueryRunner } from 'typeorm';
import { isAtLeast } from '../../django/index.js';
import type { DjangoModel } from '../django-schema/index.js';

/**
 * The rows that `migrate` makes for models: a content type and its permissions
 * (`create_contenttypes`, `create_permissions`). Rows that are there already stay.
 */
export async function addModels(
  runner: QueryRunner,
  models: readonly DjangoModel[],
  version: string,
): Promise<void> {
  const hasName = await runner.hasColumn('django_content_type', 'name');
  for (const model of models) {
    await addContentType(runner, model, hasName);
    for (const action of actionsOf(version)) await addPermission(runner, model, action);
  }
}

/** `view` came with Django 2.1. */
function actionsOf(version: string): string[] {
  return isAtLeast(version, '2.1')
    ? ['add', 'change', 'delete', 'view']
    : ['add', 'change', 'delete'];
}

/** Up to 1.7 the table also has the name of the model. */
async function addContentType(
  runner: QueryRunner,
  { appLabel, model, verboseName }: DjangoModel,
  hasName: boolean,
): Promise<void> {
  const columns = hasName ? 'app_label, model, name' : 'app_label, model';
  const values = hasName ? [appLabel, model, verboseName] : [appLabel, model];
  await runner.query(
    `INSERT INTO django_content_type (${columns})
      SELECT ${values.map(() => '?').join(', ')} FROM DUAL WHERE NOT EXISTS
        (SELECT 1 FROM django_content_type WHERE app_label = ? AND model = ?)`,
    [...values, appLabel, model],
  );
}

async function addPermission(
  runner: QueryRunner,
  { appLabel, model, verboseName }: DjangoModel,
  action: string,
): Promise<void> {
  const codename = `${action}_${model}`;
  await runner.query(
    `INSERT INTO auth_permission (name, content_type_id, codename)
      SELECT ?, type.id, ? FROM django_content_type type
       WHERE type.app_label = ? AND type.model = ? AND NOT EXISTS
        (SELECT 1 FROM auth_permission held WHERE held.content_type_id = type.id AND held.codename = ?)`,
    [`Can ${action} ${verboseName}`, codename, appLabel, model, codename],
  );
}
