export { hasConsole, setupConsole } from './console.js';
