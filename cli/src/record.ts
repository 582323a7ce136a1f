/** `counterpart record`: check the public record of a pair of states, enter it, print the form. */
import { readFileSync, statSync } from 'node:fs'
import { DECLARED, type Entered, enter, type Seated, seatAt, seatsOf, unfit } from '@counterpart/devnet/enter'
import {
  type GivenFile,
  MOST_CHARACTERS,
  type PublicRecord,
  type RecordProblem,
  readRecord,
  recordSchema,
  sentencesOf,
} from '@counterpart/record'
import { CONTROL } from './control-page.ts'
import { unopenedLine } from './unopened.ts'
import { urlOf } from './url-of.ts'
import { type Language, say } from './words.ts'

type Print = (line: string) => void

/** Whoever reads more than this begins at the top again. */
const MOST_TOLD = 100

export interface LoadOptions {
  control?: string
  node?: string
  drafter?: string
  approver?: string
}

export interface LoadPorts {
  print: Print
  /** Of what cannot be opened. */
  complain?: Print
  progress(done: number, of: number, what: string): void
}

/** @returns the exit code: 0 when all can be loaded, 1 when something is wrong, 2 when a file cannot be opened */
export function checkFiles(
  paths: readonly string[],
  language: Language,
  print: Print,
  complain = print,
): 0 | 1 | 2 {
  const read = readFiles(paths, language, print, complain)
  if (typeof read === 'number') return read
  const { relation, items, offices, sources } = read
  const values = {
    relation: relation.relation,
    items: String(items.length),
    offices: String(offices.length),
    sources: String(Object.keys(sources).length),
  }
  print(say(language, 'record-good', values))
  return 0
}

/** The record, or the exit code after everything that is wrong was printed. */
export function readFiles(
  paths: readonly string[],
  language: Language,
  print: Print,
  complain = print,
): PublicRecord | 1 | 2 {
  const given = paths.map(open)
  for (const [index, one] of given.entries())
    if (one === 'no-file') complain(unopenedLine(language, one, paths[index] ?? ''))
  if (given.includes('no-file')) return 2
  const files = given.filter((one) => typeof one !== 'string')
  const wrong = files.flatMap((one) => ('problem' in one ? [one.problem] : []))
  const { record, problems } =
    wrong.length > 0
      ? { record: null, problems: wrong }
      : readRecord(files.filter((one): one is GivenFile => 'text' in one))
  if (record) return record
  tell(problems, language, print)
  return 1
}

function tell(problems: readonly RecordProblem[], language: Language, print: Print): void {
  for (const { file, line, column, code, path, says } of problems.slice(0, MOST_TOLD))
    print(`${file}:${line}:${column} ${code} ${path === '' ? '/' : path} ${says[language]}`)
  const more = problems.length - MOST_TOLD
  if (more > 0) print(say(language, 'record-more', { count: String(more) }))
  print(say(language, 'record-bad', { count: String(problems.length) }))
}

/** The text of a file; what is wrong with it, when it is none. */
function open(path: string): GivenFile | { problem: RecordProblem } | 'no-file' {
  let bytes: Uint8Array
  try {
    const found = statSync(path)
    if (!found.isFile()) return 'no-file'
    if (found.size > 4 * MOST_CHARACTERS) return { problem: problem(path, 'file-too-large', '') }
    bytes = readFileSync(path)
  } catch {
    return 'no-file'
  }
  try {
    return { name: path, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) }
  } catch {
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
    return { problem: problem(path, 'not-utf8', text.slice(0, text.indexOf('\ufffd'))) }
  }
}

function problem(file: string, code: RecordProblem['code'], before: string): RecordProblem {
  const lines = before.split('\n')
  const column = (lines.at(-1)?.length ?? 0) + 1
  return { file, line: lines.length, column, path: '', code, says: sentencesOf(code, () => ({})) }
}

/**
 * Checks everything first and enters nothing while anything is wrong.
 * @returns the exit code, as of `checkFiles`; also 1 when something is there that says something else
 * @throws Error with one line that says what to do
 */
export async function loadFiles(
  paths: readonly string[],
  options: LoadOptions,
  language: Language,
  { print, progress, complain = print }: LoadPorts,
): Promise<0 | 1 | 2> {
  const record = readFiles(paths, language, print, complain)
  if (typeof record === 'number') return record
  const seats = await seatsFor(options)
  const used = new Set(record.items.map(({ procedure }) => procedure))
  for (const seat of seats) {
    const found = await unfit(
      seat,
      record,
      DECLARED.filter(({ name }) => used.has(name)),
    )
    if (!found) continue
    const name = record.relation.relation
    const { known } = found
    if (found.code === 'other-pair')
      print(`other-pair ${sentencesOf('other-pair', () => ({ name, known }))[language]}`)
    else print(`not-agreed ${say(language, 'record-not-agreed', { side: seat.side, name: known })}`)
    return 1
  }
  const pairs = new Map(seats.map(({ side, pair }) => [side, pair]))
  const entered = await enter({ record, pairs, progress })
  summary(entered, language, print)
  return entered.differing.length === 0 ? 0 : 1
}

async function seatsFor({ control, node, drafter, approver }: LoadOptions): Promise<Seated[]> {
  if (node === undefined) {
    if (drafter !== undefined || approver !== undefined)
      throw new Error('bad-option: --drafter and --approver go with --node')
    return seatsOf(urlOf('--control', control ?? CONTROL))
  }
  if (control !== undefined) throw new Error('bad-option: --control and --node do not go together')
  const named = {
    ...(drafter === undefined ? {} : { drafter }),
    ...(approver === undefined ? {} : { approver }),
  }
  return [await seatAt(urlOf('--node', node), named)]
}

function summary(entered: Entered, language: Language, print: Print): void {
  const { opened, answered, there, differing, waiting } = entered
  for (const item of differing.slice(0, MOST_TOLD)) print(say(language, 'record-differs', { item }))
  print(
    say(language, 'record-entered', {
      opened: String(opened),
      answered: String(answered),
      there: String(there),
      differing: String(differing.length),
    }),
  )
  if (waiting.length > 0) print(say(language, 'record-waiting', { count: String(waiting.length) }))
}

export function printSchema(print: Print): void {
  print(JSON.stringify(recordSchema(), null, 2))
}
