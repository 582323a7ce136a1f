export { checkProcedure } from './check.ts'
export * from './common-acts.ts'
export * from './condition.ts'
export { defineProcedure } from './define.ts'
export * from './duration.ts'
export * from './field.ts'
export * from './gates.ts'
export * from './indicator-key.ts'
export * from './plays.ts'
export * from './procedure.ts'
export * from './reserved.ts'
export { saysOnly } from './says-only.ts'
export {
  COMMON_TEXTS,
  TEXT_LANGUAGES,
  type TextLanguage,
  type Texts,
  withCommonTexts,
} from './texts.ts'
export * from './vocabulary.ts'
