/** The invented pair's record with something in it changed, as a file somebody wrote. */
import { readFileSync } from 'node:fs'
import { procedures } from '@counterpart/procedures'
import { type GivenFile, type RecordProblem, readRecord } from './read.ts'

/** A file that is wrong has no type. */
type Wrong = ReturnType<typeof JSON.parse>

export const TEXT = readFileSync(new URL('./_invented.json', import.meta.url), 'utf8')

/** `change` may put anything anywhere. */
export function edited(change: (file: Wrong) => void): GivenFile {
  const file = JSON.parse(TEXT)
  change(file)
  return { name: 'arv-bel.json', text: JSON.stringify(file, null, 2) }
}

export function item(file: Wrong, id: string): Wrong {
  return file.items.find((one: Wrong) => one.id === id)
}

export function problemsOf(...files: GivenFile[]): readonly RecordProblem[] {
  return readRecord(files, procedures).problems
}

/** Each as `path code`, with the text of the line it names. */
export function told(file: GivenFile): { said: string; line: string }[] {
  const lines = file.text.split('\n')
  return problemsOf(file).map(({ path, code, line }) => ({
    said: `${path} ${code}`,
    line: (lines[line - 1] ?? '').trim(),
  }))
}

/** `undefined` takes away. */
export function put(file: Wrong, pointer: string, value: unknown): void {
  const steps = pointer.split('/').slice(1)
  const last = steps.pop() ?? ''
  let at = file
  for (const step of steps) at = at[step]
  if (value === undefined) delete at[last]
  else at[last] = structuredClone(value)
}
