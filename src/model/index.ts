export {
  type Field,
  fieldNamed,
  hasDefault,
  type FieldType,
  isShownRelation,
  type Model,
  type ModelPermissions,
  type ModelRegistry,
  PERMISSION_CLASSES,
  type Relation,
  isGiven,
  shownFields,
  whyReadOnly,
  writesOf,
} from './model.js';
export { type Assembled, assemble } from './assemble.js';
export { misfit } from './default-values.js';
export { dumpScript } from './dump-script.js';
export { grantsFor, grantStatements } from './grants.js';
export { faultLine, loadModelsFile, type LoadedFile } from './load-models-file.js';
export { ModelNotFoundError } from './models.errors.js';
export { ModelModule } from './model.module.js';
export type { Fault, ModelEntry } from './models-file.js';
export { Models } from './models.js';
export { readSchema } from './read-schema.js';
export { bytesOf, type Cell, shownValue } from './shown-value.js';
export { slowWaysOf } from './slow-ways.js';
export { surveyModels, type ModelsSurvey } from './survey-models.js';
export { readUserModel } from './user-model.js';
export { hindranceOf } from './with-file.js';
export { typesOf } from './typescript.js';
