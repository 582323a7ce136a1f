/** Two nodes, each with a thread and a database of its own as on two machines, spoken with over sealed messages. */
import { digestOf } from '@counterpart/casework'
import { procedures, relation as relationProcedure } from '@counterpart/procedures'
import { answerSealed } from '../../server/src/peer/answer.ts'
import { LinkFailure } from '../../server/src/wire/link.ts'
import { author, numbered, text } from './commands.ts'
import { type FarSide, openFarSide } from './far-side.ts'
import { newKeys, openSide, RELATION, type Side } from './side.ts'

const PAIR = digestOf(relationProcedure)

export interface Pair extends AsyncDisposable {
  a: Side
  b: FarSide
  /** Whether nothing goes through between them. */
  line: { down: boolean }
  /** What requests are filed under, in turn. */
  commitments: string[]
}

export async function openPair(): Promise<Pair> {
  const [one, two] = await Promise.all(['aaa', 'bbb'].map(newKeys))
  if (!one || !two) throw new Error('no keys')
  const line = { down: false }
  const through = () => {
    if (line.down) throw new LinkFailure('line-down')
  }
  const opened = Promise.withResolvers<Side>()
  opened.promise.catch(() => undefined)
  const b = await openFarSide(two, one, async (sealed) => {
    through()
    const { running } = await opened.promise
    return answerSealed(running.node, running.peer(RELATION), sealed)
  })
  const a = await openSide(one, two, {
    async exchange(sealed) {
      through()
      return b.answer(sealed)
    },
  })
  opened.resolve(a)
  a.running.start()
  await b.start()
  await until(async () => a.relation.start === 'confirmed' && (await b.confirmed()))
  await agree(a, b)
  return {
    a,
    b,
    line,
    commitments: [],
    async [Symbol.asyncDispose]() {
      line.down = true
      await Promise.all([a[Symbol.asyncDispose](), b[Symbol.asyncDispose]()])
    },
  }
}

/** The relation's own dossier: what may be opened is agreed, as in a real relation. */
async function agree(a: Side, b: FarSide): Promise<void> {
  const listed = (party: string) =>
    procedures.map(({ procedure }) => ({ party, procedure: procedure.name, digest: digestOf(procedure) }))
  const begun = await a.record({
    ...numbered(),
    kind: 'open',
    author: author('aaa', 'office'),
    approver: 'aaa-2',
    procedure: PAIR,
    act: 'open',
    handling: 'H0',
    fields: {
      title: text('An invented relation'),
      parties: ['aaa', 'bbb'].map((code) => ({ code, domain: `${code}.test`, name: text(code) })),
      keys: [{ party: 'aaa', use: 'seal', key: 'see the bundle' }],
      'digests-first': listed('aaa'),
    },
  })
  await a.delivered(begun.index)
  const joined = await b.record({
    ...numbered(),
    kind: 'act',
    author: author('bbb', 'office'),
    approver: 'bbb-2',
    dossier: begun.dossier,
    act: 'confirm',
    on: begun.leaf,
    position: null,
    fields: { 'digests-other': listed('bbb') },
  })
  await b.delivered(joined.index)
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 1000; i++) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('two nodes do not find each other')
}
