/** `counterpart review`: a period counted from the record, as canonical JSON or as text. */
import {
  FRAME_PARTS,
  namesOf,
  periodOf,
  type Review,
  reviewText,
  type TextLanguage,
  type Worded,
} from '@counterpart/casework'
import { type Reader, RefusedError, readerAt, readersOf } from '@counterpart/devnet/enter'
import { canonicalJson } from '@counterpart/protocol'
import { chosenRelation } from './chosen-relation.ts'
import { CONTROL } from './control-page.ts'
import { urlOf } from './url-of.ts'
import { type Language, say } from './words.ts'

export interface ReviewOptions {
  from?: string
  until?: string
  within?: string
  level?: string
  relation?: string
  control?: string
  node?: string
  officer?: string
  text?: boolean
}

export interface ReviewPorts {
  /** What was asked for, to the byte: the digest is of the JSON as it is written. */
  write(out: string): void
  /** What is said about it. */
  tell(line: string): void
}

interface Answered {
  side: string
  review: Review
  digest: string
}

const LEVELS = ['gate', 'province', 'ministry']
const NOT_WITHIN =
  'bad-option: --within is a mechanism, a series, a meeting or an instrument, by its item in the record or its dossier'
const DOSSIER = /^[0-9a-f]{64}$/

/**
 * Asks one node, or both of the running demonstration, which have to answer with one digest.
 * @param today day of UTC until which a review goes when no other is given
 * @returns the exit code: 0, or 1 when the two sides count differently
 * @throws Error with one line that says what to do
 */
export async function review(
  options: ReviewOptions,
  today: string,
  language: Language,
  { write, tell }: ReviewPorts,
): Promise<0 | 1> {
  const asked = checked({ ...options, until: options.until ?? today })
  const readers = await readersFor(options)
  const answers = await Promise.all(readers.map((reader) => answerOf(reader, asked)))
  const [first] = answers
  const [reader] = readers
  if (!first || !reader) throw new Error('no-node: nobody to ask')
  write(
    options.text ? await textFor(reader, first, language) : canonicalJson(first.review as unknown as object),
  )
  for (const { side, digest } of answers) tell(say(language, 'review-digest', { side, digest }))
  if (answers.every(({ digest }) => digest === first.digest)) return 0
  tell(say(language, 'review-differs'))
  return 1
}

/** What can be seen to be wrong before a node is asked. @throws Error with one line */
function checked<T extends ReviewOptions & { until: string }>(options: T): T {
  const { from, until, within, level } = options
  if (!periodOf(from ?? null, until))
    throw new Error(
      'bad-option: --from and --until are days, months or years such as 2023-06-28, and the first is not after the second',
    )
  if (level !== undefined && !LEVELS.includes(level))
    throw new Error(`bad-option: --level is one of ${LEVELS.join(', ')}`)
  if (level !== undefined && within !== undefined)
    throw new Error('bad-option: --within and --level do not go together')
  return options
}

async function readersFor({ control, node, officer }: ReviewOptions): Promise<Reader[]> {
  if (node !== undefined) {
    if (control !== undefined) throw new Error('bad-option: --control and --node do not go together')
    return [await readerAt(urlOf('--node', node), officer)]
  }
  if (officer !== undefined) throw new Error('bad-option: --officer goes with --node')
  return readersOf(urlOf('--control', control ?? CONTROL))
}

async function answerOf(
  reader: Reader,
  { from, until, within, level, relation }: ReviewOptions & { until: string },
): Promise<Answered> {
  const chosen = await relationAt(reader, relation)
  const query = new URLSearchParams({ relation: chosen, until })
  if (from !== undefined) query.set('from', from)
  if (level !== undefined) query.set('level', level)
  if (within !== undefined) query.set('within', await dossierOf(reader, chosen, within))
  const { review, digest } = (await read(reader, `/api/review?${query}`)) as Omit<Answered, 'side'>
  return { side: reader.side, review, digest }
}

async function relationAt(reader: Reader, wanted: string | undefined): Promise<string> {
  const held = ((await read(reader, '/api/relations')) as { id: string }[]).map(({ id }) => id)
  return chosenRelation(wanted, held, reader.url.origin)
}

/** A dossier by its id, or by the id of its item in the public record. */
async function dossierOf(reader: Reader, relation: string, within: string): Promise<string> {
  if (DOSSIER.test(within)) return within
  for (const plays of FRAME_PARTS) {
    let after: string | null = null
    do {
      const query = new URLSearchParams({ relation, plays, ...(after === null ? {} : { after }) })
      const page = (await read(reader, `/api/frame?${query}`)) as {
        rows: { id: string; record: string | null }[]
        next: string | null
      }
      const found = page.rows.find(({ record }) => record === within)
      if (found) return found.id
      after = page.next
    } while (after !== null)
  }
  throw new Error(NOT_WITHIN)
}

async function textFor(reader: Reader, { review, digest }: Answered, language: TextLanguage) {
  const declared = (await read(reader, '/api/procedures')) as Worded[]
  const { sides } = (await read(reader, '/api/session')) as {
    sides: Record<string, { name: Partial<Record<string, string>> }>
  }
  const newest = declared.toSorted((one, other) => other.procedure.version - one.procedure.version)
  const find = (name: string) => newest.find(({ procedure }) => procedure.name === name) ?? null
  const party = (code: string) => sides[code]?.name[language] ?? code
  return `${reviewText(review, digest, namesOf(find, language, party), language)}\n`
}

/** Says which officer was refused and with which code of the node, and not the address: it may name what was asked about. */
async function read({ reader, url }: Reader, path: string): Promise<unknown> {
  try {
    return (await reader.call('GET', path)).body
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error
    if (error.code === 'bad-query /within') throw new Error(NOT_WITHIN)
    throw new Error(`refused: ${url.origin} answers ${error.code} to ${reader.id}`)
  }
}
