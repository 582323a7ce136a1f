/** A side whose machine is lost with what it recorded since its backup, and what its last messages bring to the other side. */
import type { Step } from '@counterpart/protocol'
import { bringBack, two } from './_brought-back.ts'
import { ERRAND } from './_pacts.ts'
import { agree, ask, headsOf, RELATION, request, sameRequests, say, talk } from './_talk.ts'
import { channelTo, newSide, officer, type Side } from './_world.ts'
import { record } from './record/record.ts'
import { makeStep } from './send/batch.ts'

/** An errand about an invented person. */
export const opens = (side: Side, name: string) =>
  record(side.node, side.relation(RELATION), {
    kind: 'open',
    request: request(),
    author: officer(side.node.party),
    procedure: ERRAND,
    act: 'ask',
    fields: { title: 'one', name },
    handling: 'H1',
  })

/** The same twice over: so the second is what a backup of the first would be. */
const history = () =>
  sameRequests(async (): Promise<[Side, Side]> => {
    const a = await newSide('aaa', [RELATION], 1)
    const b = await newSide('bbb', [RELATION], 2)
    await agree(a, b)
    await opens(b, 'Invented Person')
    await talk(a, b)
    return [a, b]
  })

/**
 * `b` has begun its next log; `steps` are what the lost machine, which recorded what `work` records, had put on a medium.
 */
export async function afterLoss(
  work: (lost: Side) => Promise<unknown>,
): Promise<{ a: Side; b: Side; steps: Step[] }> {
  const [a, lost] = await history()
  const [, b] = await history()
  await work(lost)
  const steps: Step[] = []
  for (let start = (await headsOf(a)).theirs.size; ; ) {
    const nonce = lost.node.random(16)
    const step = await lost.store.read(RELATION, (reader) =>
      makeStep(lost.node, lost.relation(RELATION), reader, { start, nonce }),
    )
    if (step.entries.length === 0) break
    steps.push(step)
    start += step.entries.length
  }
  await bringBack(b)
  await say(b, channelTo(a, RELATION)).catch(() => undefined)
  await two(b)
  await say(b, channelTo(a, RELATION))
  await ask(b, 'another note')
  await talk(a, b)
  return { a, b, steps }
}
