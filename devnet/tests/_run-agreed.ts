/** What the two parties of a run have agreed before it begins: the declarations, and how far their days lie apart. */
import { defineProcedure, digestOf, type Procedure } from '@counterpart/casework'
import { procedures } from '@counterpart/procedures'
import { RELATION, request, talk } from '../../server/src/uses/_talk.ts'
import type { Side } from '../../server/src/uses/_world.ts'
import { record } from '../../server/src/uses/record/record.ts'
import type { ProcedureWithTexts } from '../../server/src/uses/relation.ts'

/** Seconds that the civil days of the parties of all runs are ahead of UTC. */
const OFFSETS: Readonly<Record<string, number>> = { aaa: 25_200, bbb: 28_800 }

/** Invented, so that no shipped procedure has to be known here. */
const agreement = defineProcedure({
  name: 'test-agreement',
  version: 1,
  plays: { as: 'relation', slots: { digests: 'first other', offsets: 'first-day other-day' } },
  once: true,
  opener: 'first',
  keeper: 'first',
  levels: ['ministry'],
  parts: { content: { personal: false, keep: 'P1Y' } },
  fields: {
    title: { kind: 'line', part: 'kept', max: 80 },
    first: digests(),
    other: digests(),
    'first-day': day(),
    'other-day': day(),
  },
  title: 'title',
  deadlines: {},
  states: { standing: { deadline: null, waits: 'either', because: 'test' } },
  acts: {
    begin: {
      by: 'opener',
      roles: ['secretary'],
      opens: true,
      from: [],
      to: 'standing',
      needs: ['title', 'first', 'first-day'],
    },
    join: { by: 'other', roles: ['secretary'], from: ['standing'], needs: ['other', 'other-day'] },
  },
  common: {},
  indicators: {},
})

function digests() {
  return {
    kind: 'list',
    part: 'kept',
    most: 100,
    row: { party: { kind: 'line', max: 16 }, digest: { kind: 'digest' } },
    needs: ['party', 'digest'],
  } as const
}

function day() {
  return {
    kind: 'list',
    part: 'kept',
    most: 1,
    row: { party: { kind: 'line', max: 16 }, seconds: { kind: 'count', min: -86_400, max: 86_400 } },
    needs: ['party', 'seconds'],
  } as const
}

const dayOf = (party: string) => [{ party, seconds: OFFSETS[party] ?? 0 }]

const shipped = procedures.map(({ procedure }) => procedure)

/** Everything a node of a run knows, by digest. */
export const DECLARED: ReadonlyMap<string, ProcedureWithTexts> = new Map(
  [...shipped, agreement as Procedure].map((procedure) => [digestOf(procedure), { procedure, texts: {} }]),
)

export const DIGESTS: ReadonlyMap<Procedure, string> = new Map(
  [...DECLARED].map(([digest, { procedure }]) => [procedure, digest]),
)

/** Opens whatever is shipped for both, unless its own dossier is what is agreed. */
export async function agreeOn(a: Side, b: Side, procedure: Procedure): Promise<void> {
  await talk(a, b)
  if (procedure.plays?.as === 'relation') return
  const listed = (party: string) =>
    shipped
      .filter(({ plays }) => plays?.as !== 'relation')
      .map((one) => ({ party, digest: DIGESTS.get(one) }))
  const author = (side: Side) => ({
    office: `${side.node.party}-office`,
    officer: 'secretary',
    level: 'ministry' as const,
    roles: ['secretary'],
  })
  const begun = await record(a.node, a.relation(RELATION), {
    kind: 'open',
    request: request(),
    author: author(a),
    procedure: digestOf(agreement),
    act: 'begin',
    fields: { title: 'Agreed for a run', first: listed('aaa'), 'first-day': dayOf('aaa') },
    handling: 'H1',
  })
  await talk(a, b)
  await record(b.node, b.relation(RELATION), {
    kind: 'act',
    request: request(),
    author: author(b),
    dossier: begun.dossier,
    act: 'join',
    fields: { other: listed('bbb'), 'other-day': dayOf('bbb') },
    position: null,
  })
  await talk(a, b)
}
