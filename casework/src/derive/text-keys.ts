import type { Field, Procedure, RowField } from '../language/index.ts'

/** The words of one language: groups of groups of words. */
export interface TextTree {
  [key: string]: string | TextTree
}

/**
 * Keys of every text a declaration needs in each language, as JSON pointers into the texts, each once.
 * Those of common acts are among them. Values of a column stand under the column's own name.
 */
export function textKeys(procedure: Procedure): string[] {
  const keys = new Set(['/name', '/purpose', '/parts/kept'])
  for (const [name, state] of Object.entries(procedure.states)) {
    keys.add(`/states/${name}`)
    if ('because' in state) keys.add(`/because/${state.because}`)
  }
  for (const act of Object.keys(procedure.acts))
    for (const what of ['title', 'done', 'help']) keys.add(`/acts/${act}/${what}`)
  for (const [name, field] of Object.entries(procedure.fields)) addField(keys, name, field)
  for (const group of ['deadlines', 'parts', 'indicators', 'rules', 'gates', 'links'] as const)
    for (const name of Object.keys(procedure[group] ?? {})) keys.add(`/${group}/${name}`)
  return [...keys]
}

function addField(keys: Set<string>, name: string, field: Field): void {
  keys.add(`/fields/${name}/label`).add(`/fields/${name}/help`)
  addChoices(keys, name, field)
  if (field.kind !== 'list') return
  for (const [column, of] of Object.entries(field.row)) {
    keys.add(`/rows/${name}/${column}/label`).add(`/rows/${name}/${column}/help`)
    addChoices(keys, column, of)
  }
}

function addChoices(keys: Set<string>, name: string, field: Field | RowField): void {
  if (field.kind === 'choice' || field.kind === 'choices')
    for (const value of field.of) keys.add(`/choices/${name}/${value}`)
}

/** `undefined` where no text stands under the key. */
export function textAt(texts: TextTree, key: string): string | undefined {
  let at: string | TextTree | undefined = texts
  for (const name of key.split('/').slice(1)) {
    if (typeof at !== 'object' || !Object.hasOwn(at, name)) return undefined
    at = at[name]
  }
  return typeof at === 'string' ? at : undefined
}

/** Texts of common acts and texts of a procedure as one; the procedure's own words come first. */
export function mergeTexts(common: TextTree, texts: TextTree): TextTree {
  const merged: TextTree = { ...common }
  for (const [name, value] of Object.entries(texts)) {
    const below = Object.hasOwn(merged, name) ? merged[name] : undefined
    merged[name] = typeof value === 'object' && typeof below === 'object' ? mergeTexts(below, value) : value
  }
  return merged
}
