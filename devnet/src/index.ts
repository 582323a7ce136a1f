export { runDevnet } from './run.ts'
