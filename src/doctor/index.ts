export { DoctorModule } from './doctor.module.js';
export { examine, type Report } from './examine.js';
export { toLines } from './report-lines.js';
export { takeSurvey } from './take-survey.js';
