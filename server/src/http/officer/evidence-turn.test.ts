import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { inEvidenceTurn } from './evidence-turn.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Evidence of which nothing is kept but whether it is still in memory. */
async function madeOnce(): Promise<WeakRef<Uint8Array>> {
  return new WeakRef(await inEvidenceTurn(async () => new Uint8Array(1 << 20)))
}

test('evidence that was sent is in memory no longer, also when nobody asks for more', async () => {
  const made = await madeOnce()
  for (let tries = 0; tries < 20 && made.deref() !== undefined; tries++) {
    await pause(10)
    collect()
  }
  assert.ok(made.deref() === undefined)
})

test('one is made after the other, also after one that could not be made', async () => {
  const steps: string[] = []
  const make = async (name: string) => {
    steps.push(`${name} begins`)
    await pause(5)
    steps.push(`${name} ends`)
    if (name === 'first') throw new Error(name)
    return name
  }
  const made = await Promise.allSettled(['first', 'second'].map((name) => inEvidenceTurn(() => make(name))))
  assert.deepEqual(
    made.map(({ status }) => status),
    ['rejected', 'fulfilled'],
  )
  assert.deepEqual(steps, ['first begins', 'first ends', 'second begins', 'second ends'])
})
