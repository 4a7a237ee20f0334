export {
  type Field,
  fieldNamed,
  type FieldType,
  type Model,
  type ModelRegistry,
  PERMISSION_CLASSES,
  type Relation,
  shownFields,
} from './model.js';
export { type Assembled, assemble } from './assemble.js';
export { dumpScript } from './dump-script.js';
export { faultLine, loadModelsFile, type LoadedFile } from './load-models-file.js';
export { ModelModule } from './model.module.js';
export { Models } from './models.js';
export { readSchema } from './read-schema.js';
export { surveyModels, type ModelsSurvey } from './survey-models.js';
export { readUserModel } from './user-model.js';
export { hindranceOf } from './with-file.js';
