/** Where an act is: every word that is true of it with its time, and why it goes no further. Nothing of it is a status that is kept. */
import { verifyCosignatureAt } from '@counterpart/protocol'
import type { Sight } from '../http/ports.ts'
import type { HeldPage, Way } from '../http/schema/way.ts'
import type { EntryRow } from '../store/store.ts'
import { BATCH_BYTES } from '../uses/limits.ts'
import { readHeader } from '../uses/log/entry.ts'
import { asSigned, keysOfLog } from '../uses/log/signed.ts'
import { heldByBoth } from './line-view.ts'
import { declarationOf, type Look } from './look.ts'
import { refTo } from './row.ts'
import { ladderOf } from './rungs.ts'
import { factsOf } from './sight.ts'

type Stage = Way['stages'][number]

/** `null` for what stands in no dossier. */
export async function wayOf(look: Look, leaf: string): Promise<Way | null> {
  const { reader, relation } = look
  const row = await reader.entryByLeaf(leaf)
  const dossier = row?.dossier ? await reader.dossier(row.dossier) : null
  if (!row || !dossier) return null
  const { rungs } = await ladderOf(look, dossier, declarationOf(look.node, dossier))
  const rung = rungs.find((one) => one.leaf === leaf)
  if (!rung) return null
  const { keeper } = dossier.ahead
  const { own, side, index } = rung
  const stages: Stage[] = []
  const put = (word: Stage['word'], more: Partial<Stage> = {}) =>
    stages.push({ word, at: null, clock: null, entry: null, office: null, ...more })
  const place = { side, index }
  // An approval records: both are one moment. When it was drafted stands in no log.
  if (rung.approver) put('approved', { at: rung.written, clock: side })
  for (const word of rung.words) {
    if (word === 'recorded') put(word, { at: rung.written, clock: side, entry: place })
    else if (word === 'delivered') put(word, await custodyTime(look, place))
    else if (word === 'opened')
      for (const { office, time } of rung.openedBy)
        put(word, { at: time, clock: own ? relation.theirs : relation.ours, office })
    // What the keeper recorded is not called effective before the other side holds it.
    else if (word === 'effective' && rung.word === 'recorded') continue
    else if (word === 'effective' || word === 'overtaken' || word === 'void') {
      const { settled } = rung
      put(
        word,
        settled ? { at: settled.time, clock: keeper, entry: { side: keeper, index: settled.index } } : {},
      )
    } else put(word)
  }
  return {
    leaf,
    ...place,
    own,
    stages,
    code: rung.code,
    held: rung.words.includes('delivered') ? null : { ...attemptsOf(look), ahead: index - look.cosigned },
  }
}

function attemptsOf({ node, relation }: Look): Pick<HeldPage, 'held' | 'tries' | 'tried' | 'next'> {
  const { tries, tried, next } = relation.line
  return { held: heldByBoth(node, relation), tries, tried, next }
}

/** When the side that does not write the log signed that it holds it: the second in the first receipt that covers it. */
async function custodyTime(look: Look, row: Pick<EntryRow, 'side' | 'index'>): Promise<Partial<Stage>> {
  const { relation, reader, node } = look
  const holder = row.side === relation.ours ? relation.theirs : relation.ours
  const signed = await reader.checkpointFrom(row.side, row.index + 1, true)
  if (!signed?.cosignature) return { clock: holder }
  const { note, cosignature } = signed
  const { custody } = keysOfLog(relation, row.side, signed.size)
  const { time } = asSigned(() => verifyCosignatureAt(note, cosignature, custody, node.verifier))
  return { at: time, clock: holder }
}

/** Entries of our log that one page looks at. */
const PAGE = 100

/** Acts of ours without a receipt, oldest first: of those of other offices, only how many there are. */
export async function heldPage(look: Look, from: number | null, sight: Sight): Promise<HeldPage> {
  const { reader, relation, heads } = look
  const start = Math.max(from ?? 0, look.cosigned)
  const entries = await reader.entries(relation.ours, start, { entries: PAGE, bytes: BATCH_BYTES })
  const acts = entries.filter(({ kind }) => kind === 'open' || kind === 'act')
  const dossiers = await reader.dossiersNamed([...new Set(acts.flatMap(({ dossier }) => dossier ?? []))])
  const rows: HeldPage['rows'] = []
  let closed = 0
  for (const { leaf, index, dossier, time, bytes } of acts) {
    const row = dossier === null ? undefined : dossiers.get(dossier)
    const header = readHeader(bytes)
    if (!row || !(header?.kind === 'open' || header?.kind === 'act')) continue
    const facts = factsOf(relation.id, row)
    if (!sight.sees(facts)) {
      // Nobody learns of what its procedure closes: to whoever sees all else, one more would be one of those.
      if (sight.sees({ ...facts, readers: [] })) closed += 1
      continue
    }
    const { id, procedure, title } = refTo(look, row, '', null)
    rows.push({ leaf, index, dossier: id, procedure, title, act: header.act, recorded: time })
  }
  const end = start + entries.length
  return {
    ...attemptsOf(look),
    rows,
    others: acts.length - rows.length - closed,
    after: end < heads.ours.size ? end : null,
  }
}
