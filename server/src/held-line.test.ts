/** Whatever goes wrong between two nodes has a word of its own on the sender's page, in each language. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { type Connection, connect, good, type Line, type Way } from '../../client/src/index.ts'
import {
  certificate,
  changing,
  flipped,
  linkTo,
  occupied,
  standIn,
  switchedLink,
  toAnotherKey,
} from './_line-faults.ts'
import { type Pair, RELATION, type Side, startPair } from './_pair.ts'
import { opening } from './_relation-opening.ts'
import { type NodeCode, NodeError } from './errors.ts'
import { readKeyFile, type StartedNode, startNode, writeKeyFile } from './main.ts'
import { memoryStorage } from './store/storage.ts'
import type { Store } from './store/store.ts'
import { record } from './uses/record/record.ts'
import { confirmStart } from './uses/restore/statement.ts'
import { LinkFailure } from './wire/link.ts'

/** What the pains of such systems ask for: the code is on the sender's page within a minute. */
const SOON = 60_000
const LANGUAGES = ['en', 'vi', 'zh-Hans'] as const
const texts = LANGUAGES.map(
  (language) =>
    JSON.parse(
      readFileSync(new URL(`../../web/src/texts/${language}.json`, import.meta.url), 'utf8'),
    ) as Record<string, string>,
)

const lines = { chn: switchedLink(), vnm: switchedLink() }
const refusing: Record<Side, NodeCode | null> = { chn: null, vnm: null }
const ahead = { seconds: 0 }

/** A disk that takes nothing while a code is set. */
function storageOf(side: Side) {
  const storage = memoryStorage()
  const store: Store = {
    open: (...given) => storage.store.open(...given),
    read: (...given) => storage.store.read(...given),
    locked: (relation, work) => {
      const code = refusing[side]
      return code === null ? storage.store.locked(relation, work) : Promise.reject(new NodeError({ code }))
    },
    close: () => storage.close(),
  }
  return { ...storage, store, close: storage.close, [Symbol.asyncDispose]: storage.close }
}

let pair: Pair
let officer: Connection
let leaf = ''
let dossier = ''

const relationOf = (side: Side) => {
  const found = pair.nodes[side].running.node.relations.get(RELATION)
  if (!found) throw new Error('no relation')
  return found
}

async function until<T>(read: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  for (const end = performance.now() + SOON; ; await pause(20)) {
    const value = await read()
    if (holds(value)) return value
    if (performance.now() > end) throw new Error(`did not come: ${JSON.stringify(value)}`)
  }
}

async function signedIn({ officers }: StartedNode): Promise<Connection> {
  const connection = connect({ url: `http://127.0.0.1:${officers.port}`, cookies: true })
  await good(connection.api.POST('/api/session', { body: { persona: 'secretary' } }))
  return connection
}

const lineShown = async (by = officer): Promise<Line> => {
  const [relation] = await good(by.api.GET('/api/relations'))
  assert.ok(relation)
  return relation.line
}
const atOurs = () => lineShown()
const wayShown = (): Promise<Way> =>
  good(officer.api.GET('/api/entries/{leaf}/way', { params: { path: { leaf } } }))

before(async () => {
  const sender = { timeout: 300, fastest: 10, slowest: 60, settle: 5, heartbeat: 100 }
  pair = await startPair(
    { sender },
    {
      chn: {
        link: lines.chn.make,
        storage: storageOf('chn'),
        clock: () => Math.floor(Date.now() / 1000) + ahead.seconds,
      },
      vnm: { link: lines.vnm.make, storage: storageOf('vnm') },
    },
  )
  officer = await signedIn(pair.nodes.chn)
  await until(atOurs, ({ state, held }) => state === 'up' && held === null)
  for (const side of ['chn', 'vnm'] as const)
    lines[side].to({ exchange: () => Promise.reject(new LinkFailure('line-down')) })
  ;({ leaf, dossier } = await opening(pair.nodes.chn.running.node))
})
after(() => pair[Symbol.asyncDispose]())

interface Fixture {
  what: string
  code: string
  by: 'ours' | 'theirs'
  /** Breaks something between them; what the stack holds is taken back afterwards. */
  inject(stack: AsyncDisposableStack): Promise<void>
}

const chn = () => lines.chn
const via = (otherwise: Parameters<typeof linkTo>[1]) => chn().to(linkTo(chn().real(), otherwise))
const showing = async (stack: AsyncDisposableStack, kind: keyof typeof certificate, isPinned: boolean) => {
  const shows = await certificate[kind]()
  via({ at: await standIn(stack, { shows }), ...(isPinned ? { pinned: shows } : {}) })
}
const disk = (stack: AsyncDisposableStack, side: Side, code: NodeCode) => {
  refusing[side] = code
  stack.defer(() => {
    refusing[side] = null
  })
  chn().mend()
}

const FIXTURES: Fixture[] = [
  {
    what: 'nothing that has a word',
    code: 'line-down',
    by: 'ours',
    inject: async () => chn().to({ exchange: () => Promise.reject(new LinkFailure('line-down')) }),
  },
  {
    what: 'nobody listens',
    code: 'line-refused',
    by: 'ours',
    inject: async () => via({ at: { host: '127.0.0.1', port: 1 } }),
  },
  {
    what: 'a name that leads nowhere',
    code: 'name-unknown',
    by: 'ours',
    inject: async () => via({ at: { host: 'nobody.invalid', port: 1 } }),
  },
  {
    what: 'something that never speaks',
    code: 'line-timeout',
    by: 'ours',
    inject: async (stack) => via({ at: await standIn(stack, 'silent') }),
  },
  {
    what: 'something that is no node',
    code: 'wrong-protocol',
    by: 'ours',
    inject: async (stack) => via({ at: await standIn(stack, 'http') }),
  },
  {
    what: 'a stranger in between',
    code: 'wrong-certificate',
    by: 'ours',
    inject: (stack) => showing(stack, 'other', false),
  },
  {
    what: 'their certificate is over',
    code: 'certificate-expired',
    by: 'ours',
    inject: (stack) => showing(stack, 'expired', true),
  },
  {
    what: 'our clock is before their certificate',
    code: 'certificate-early',
    by: 'ours',
    inject: (stack) => showing(stack, 'early', true),
  },
  {
    what: 'they do not know our certificate',
    code: 'line-broken',
    by: 'ours',
    inject: async () => via({ shown: await certificate.other() }),
  },
  {
    what: 'sealed to a key they do not have',
    code: 'unknown-key',
    by: 'theirs',
    inject: async () => chn().to(changing(linkTo(chn().real()), toAnotherKey)),
  },
  {
    what: 'changed on its way',
    code: 'bad-envelope',
    by: 'theirs',
    inject: async () => chn().to(changing(linkTo(chn().real()), flipped)),
  },
  {
    what: 'they have too much to do',
    code: 'busy',
    by: 'theirs',
    inject: async (stack) => {
      await occupied(stack, chn().real())
      chn().mend()
    },
  },
  {
    what: 'their disk is full',
    code: 'unavailable',
    by: 'theirs',
    inject: async (stack) => disk(stack, 'vnm', 'disk-full'),
  },
  {
    what: 'they were started and have not heard us',
    code: 'held-start',
    by: 'theirs',
    inject: async (stack) => {
      relationOf('vnm').start = 'waiting'
      stack.defer(() => {
        relationOf('vnm').start = 'confirmed'
      })
      chn().mend()
    },
  },
  {
    what: 'our clock was set',
    code: 'held-clock',
    by: 'ours',
    inject: async (stack) => {
      ahead.seconds = 3600
      stack.defer(() => {
        ahead.seconds = 0
      })
    },
  },
  {
    what: 'our second disk is gone',
    code: 'high-water',
    by: 'ours',
    inject: async (stack) => {
      const { node } = pair.nodes.chn.running
      node.water = { last: () => null, raise: () => Promise.reject(new NodeError({ code: 'high-water' })) }
      stack.defer(() => {
        node.water = null
      })
      chn().mend()
    },
  },
  {
    // The last: the other side takes the act, and we cannot keep its receipt.
    what: 'our disk is full',
    code: 'disk-full',
    by: 'ours',
    inject: async (stack) => disk(stack, 'chn', 'disk-full'),
  },
]

const said: Record<(typeof LANGUAGES)[number], Set<string>> = {
  en: new Set(),
  vi: new Set(),
  'zh-Hans': new Set(),
}

for (const { what, code, by, inject } of FIXTURES)
  test(`${what}: the sender reads ${code}, in every language, and that it is tried again`, async () => {
    await using stack = new AsyncDisposableStack()
    await inject(stack)
    const way = await until(wayShown, ({ held }) => held?.held[by] === code)
    assert.deepEqual(
      way.stages.map(({ word }) => word),
      ['approved', 'recorded'],
    )
    assert.equal(way.held?.ahead, 0)
    assert.ok((way.held?.tries ?? 0) > 0 && way.held?.next !== null)
    assert.equal((await lineShown()).held, code)
    for (const [at, language] of LANGUAGES.entries()) {
      const text = texts[at]?.[`held.${code}`] ?? ''
      assert.notEqual(text, '', `${language} ${code}`)
      assert.ok(!said[language].has(text), `${language}: another failure says "${text}" too`)
      said[language].add(text)
    }
    chn().to({ exchange: () => Promise.reject(new LinkFailure('line-down')) })
    await until(wayShown, ({ held }) => held?.held.theirs === null)
  })

test('of twelve failures and more, each says something else', () => {
  assert.ok(FIXTURES.length >= 12)
  for (const language of LANGUAGES) assert.equal(said[language].size, FIXTURES.length)
})

test('mended, the act goes its whole way, and each word has its time and whose clock that is', async () => {
  for (const side of ['chn', 'vnm'] as const) lines[side].mend()
  const delivered = await until(wayShown, ({ held }) => held === null)
  assert.deepEqual(
    delivered.stages.map(({ word, clock, entry }) => [word, clock, entry?.side]),
    [
      ['approved', 'chn', undefined],
      ['recorded', 'chn', 'chn'],
      ['delivered', 'vnm', undefined],
      ['effective', 'chn', 'chn'],
    ],
  )
  assert.ok(delivered.stages.every(({ at }) => at !== null))
  const [, , receipt] = delivered.stages
  assert.ok((receipt?.at ?? 0) >= (delivered.stages[1]?.at ?? Number.POSITIVE_INFINITY))
  await until(atOurs, ({ held, tries, next }) => held === null && tries === 0 && next === null)

  const there = await signedIn(pair.nodes.vnm)
  const request = { request: 'bbbbbbbb-0000-4000-8000-000000000001' }
  await good(
    there.api.POST('/api/dossiers/{id}/opened', { params: { path: { id: dossier } }, body: request }),
  )
  const opened = await until(wayShown, ({ stages }) => stages.length === 5)
  assert.equal(opened.stages.at(-1)?.office, 'vnm-ministry')
  const theirs = await good(there.api.GET('/api/entries/{leaf}/way', { params: { path: { leaf } } }))
  assert.deepEqual([theirs.own, theirs.held], [false, null])
  assert.deepEqual(theirs.stages, opened.stages)
})

test('what this node refuses is known to its own officers, too, until it takes something again', async () => {
  const there = await signedIn(pair.nodes.vnm)
  chn().to(changing(linkTo(chn().real()), flipped))
  assert.equal(
    (
      await until(
        () => lineShown(there),
        ({ refused }) => refused !== null,
      )
    ).refused?.code,
    'bad-envelope',
  )
  chn().mend()
  await until(
    () => lineShown(there),
    ({ refused }) => refused === null,
  )
})

test('a node on an empty disk reads that it is an older copy; let go on all the same, with keys copied before they signed, that there are two logs', async () => {
  const link = switchedLink()
  const begin = async (isCut: boolean) => {
    await pair.nodes.chn.close()
    pair.nodes.chn = await startNode(pair.configs.chn, {
      storage: memoryStorage(),
      sender: { fastest: 10, slowest: 60, heartbeat: 100 },
      link: link.make,
      log: () => undefined,
    })
    if (isCut) link.to({ exchange: () => Promise.reject(new LinkFailure('line-down')) })
    return signedIn(pair.nodes.chn)
  }
  const older = await begin(false)
  const rolledBack = await until(
    () => lineShown(older),
    ({ held }) => held === 'rolled-back',
  )
  assert.deepEqual(rolledBack.heldBy, { ours: 'rolled-back', theirs: null })

  const confirm = () =>
    confirmStart(pair.nodes.chn.running.node, relationOf('chn'), ['one', 'two'], 'invented')
  await begin(true)
  await assert.rejects(confirm(), { code: 'log-begun' })
  const path = pair.configs.chn.relations[0]?.keys ?? assert.fail()
  const { begun: _, ...copied } = readKeyFile(path)
  writeKeyFile(path, copied)
  const again = await begin(true)
  await confirm()
  await opening(pair.nodes.chn.running.node)
  await record(pair.nodes.chn.running.node, relationOf('chn'), {
    kind: 'act',
    request: 'second',
    dossier,
    act: 'note',
    fields: { message: { en: { text: 'Invented', standing: 'authoritative' } } },
    position: null,
    author: { office: 'chn-ministry', officer: 'chn-1', level: 'ministry', roles: ['secretary'] },
  })
  link.mend()
  const forked = await until(
    () => lineShown(again),
    ({ held }) => held === 'fork',
  )
  assert.deepEqual(forked.heldBy, { ours: null, theirs: 'fork' })
})
