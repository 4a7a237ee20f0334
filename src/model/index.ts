export {
  type Field,
  fieldNamed,
  type FieldType,
  type Index,
  type Model,
  type ModelPermissions,
  type ModelRegistry,
  PERMISSION_CLASSES,
  type Relation,
  shownFields,
  type Versioning,
} from './model.js';
export { ModelModule } from './model.module.js';
export { Models } from './models.js';
