/** The review of a period, from what is settled: dossiers that play a part one by one, all others as counted. */
import {
  CLOSED,
  type DossierState,
  dayOf,
  FRAME_PARTS,
  type Frame,
  isClosed,
  type Procedure,
  type Review,
  reviewOf,
} from '@counterpart/casework'
import { canonicalJson, hex, sha256, utf8 } from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import type { ReviewQuery } from '../http/ports.ts'
import type { ReviewAnswer } from '../http/schema/review.ts'
import { cursorOf } from '../store/cursor.ts'
import type { DossierRow } from '../store/store.ts'
import { isNothingSettled } from '../uses/dossier/nothing-settled.ts'
import { wholePage } from './dossier-page.ts'
import type { Look } from './look.ts'

const PAGE = 1000

export async function reviewView(look: Look, query: ReviewQuery): Promise<ReviewAnswer> {
  const { relation, reader, node } = look
  const { scope, period } = query
  const frames: Frame[] = []
  for (const plays of FRAME_PARTS) frames.push(...(await framesOf(look, plays)))
  if (scope.kind === 'within' && !frames.some(({ id }) => id === scope.dossier))
    throw new NodeError({ code: 'bad-query', path: '/within' })
  const commitments = frames.filter(({ procedure }) => procedure.plays?.as === 'commitment')
  const { first, last } = period
  const level = scope.kind === 'level' ? scope.level : null
  // What was done under a commitment is its evidence on whatever level it was done.
  const [whole, under] = await Promise.all([
    reader.tallySums({ parents: ['', CLOSED], level, first, last }),
    reader.tallySums({ parents: commitments.map(({ id }) => id), level: null, first, last }),
  ])
  const tallies = [...whole, ...under]
  const review = reviewOf({
    relation: relation.id,
    parties: relation.parties,
    scope,
    period,
    today: dayOf(node.clock(), 0),
    frames,
    tallies,
  })
  return { review: review as unknown as ReviewAnswer['review'], digest: digestOfReview(review) }
}

function digestOfReview(review: Review): string {
  return hex(sha256(utf8(canonicalJson(review))))
}

async function framesOf(look: Look, plays: string): Promise<Frame[]> {
  const frames: Frame[] = []
  let after: string | undefined
  for (;;) {
    const query = { plays, limit: PAGE, ...(after === undefined ? {} : { after }) }
    const { keys, rows } = await wholePage(look, query, (row) => frameOf(look, row))
    frames.push(...[...rows.values()].filter((frame) => frame !== null))
    const last = keys.at(-1)
    if (keys.length < PAGE || !last) return frames
    after = cursorOf(last)
  }
}

function frameOf({ node }: Look, row: DossierRow): Frame | null {
  const procedure = node.procedures.get(row.settled.digest)?.procedure
  if (!procedure || isClosed(procedure) || isNothingSettled(row)) return null
  return {
    id: row.id,
    procedure,
    state: slottedIn(procedure, row.settled),
    level: row.settled.level,
    under: row.under,
  }
}

/** Of the fields, those that fill a slot of the part: no others are read, and all dossiers are held together. */
function slottedIn({ plays }: Procedure, state: DossierState): DossierState {
  const slotted = new Set(Object.values(plays?.slots ?? {}).flatMap((filled) => filled.split(' ')))
  const of = (kept: DossierState['kept']) =>
    Object.fromEntries(Object.entries(kept).filter(([name]) => slotted.has(name)))
  const proposals = Object.entries(state.proposals).map(([leaf, one]) => [
    leaf,
    { ...one, kept: of(one.kept) },
  ])
  return { ...state, kept: of(state.kept), proposals: Object.fromEntries(proposals) }
}
