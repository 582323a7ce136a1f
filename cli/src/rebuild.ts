/** `counterpart rebuild`: what the operator is shown of a register that is made anew, and of what that does not prove. */
import { readFileSync, statSync } from 'node:fs'
import { type Language, say, type Word } from './words.ts'

interface Log {
  side: string
  entries: number
  stated: number
  parts: { named: number; held: number }
}

type Rebuilding =
  | { kind: 'stopped'; code: string }
  | { kind: 'no-head'; which: number }
  | {
      kind: 'rebuilt'
      logs: Log[]
      compared: { side: string; outcome: 'same' | 'beyond' | 'differs'; size: number }[]
    }

export interface RebuildCommand {
  relation: string
  party: string
  /** Files with heads that were kept elsewhere. */
  checkpoints: readonly string[]
  language: Language
  print(line: string): void
  rebuild(heads: string[], progress: (done: number, of: number) => void): Promise<Rebuilding>
}

/** Larger than any note or proof. */
const MOST_BYTES = 1024 * 1024

/** The exit code: 0 only when all that was said to be there came, and agrees with every head. @throws Error with one line */
export async function rebuildRelation(command: RebuildCommand): Promise<0 | 1> {
  const { relation, party, checkpoints, language, print, rebuild } = command
  const tell = (word: Word, values: Record<string, string | number> = {}) =>
    print(
      say(
        language,
        word,
        Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)])),
      ),
    )
  const heads = checkpoints.map(readHead)
  const outcome = await rebuild(heads, tenths(tell))
  if (outcome.kind === 'no-head') throw noHead(checkpoints[outcome.which] ?? '', relation)
  if (outcome.kind === 'stopped') throw new Error(`${outcome.code}: ${STOPPED[outcome.code] ?? STAYED}`)
  let good = true
  for (const { side, entries, stated, parts } of outcome.logs) {
    tell('rebuild-log', { relation, side, entries, ...parts })
    if (parts.held < parts.named) tell('rebuild-parts', { missing: parts.named - parts.held })
    if (stated > entries) tell(side === party ? 'rebuild-short' : 'rebuild-rest', { stated, entries })
    good &&= side !== party || stated <= entries
    const of = outcome.compared.filter((one) => one.side === side)
    for (const { outcome: found, size } of of) {
      good &&= found === 'same'
      tell(`rebuild-${found}`, { side, size })
    }
    if (!of.some(({ outcome: found, size }) => found === 'same' && size >= entries))
      tell('rebuild-open', { side, entries })
  }
  tell('rebuild-lost')
  tell(good ? 'rebuild-next' : 'rebuild-bad')
  return good ? 0 : 1
}

const STAYED = 'the counterpart gave no more; what came is kept'
const STOPPED: Readonly<Record<string, string>> = {
  'not-given': 'the counterpart gives nothing back yet',
  'line-down': 'there is no line to the counterpart; what came is kept',
  'not-delivered':
    'what the counterpart gave is not what was signed, or the receipt over the last of it was kept back',
  unavailable: 'the counterpart cannot give what comes next; what came is kept',
  busy: 'the counterpart has too much to do; what came is kept',
}

function readHead(file: string): string {
  if (statSync(file).size > MOST_BYTES) throw noHead(file, 'any log')
  return readFileSync(file, 'utf8')
}

function noHead(file: string, of: string): Error {
  return new Error(`bad-checkpoint: ${file} is no head of ${of} that the other side has receipted`)
}

/** A line for each tenth: what runs for hours is followed in a log as well. */
function tenths(tell: (word: Word, values: Record<string, number>) => void) {
  let shown = -1
  return (done: number, of: number) => {
    const tenth = of === 0 ? 10 : Math.floor((done * 10) / of)
    if (tenth === shown) return
    shown = tenth
    tell('rebuild-progress', { done, of })
  }
}
