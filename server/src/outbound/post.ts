/** The one request that leaves for somebody outside both sides: no redirect is followed and little is read. */
import { GrowingBuffer } from '@counterpart/protocol'

/** A stamp with its chain, or two lines of a witness and many of others; more is no answer. Bytes. */
const MOST = 64 * 1024
const PATIENCE = 20_000

/** @throws whatever the network does, and for an answer that has no end */
export async function post(
  url: string,
  type: string,
  body: string | Uint8Array,
): Promise<{ status: number; body: Uint8Array }> {
  const answer = await fetch(url, {
    method: 'POST',
    body: typeof body === 'string' ? body : new Uint8Array(body),
    headers: { 'content-type': type },
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE),
    credentials: 'omit',
  })
  const said = new GrowingBuffer(MOST)
  for await (const chunk of answer.body ?? []) if (!said.add(chunk)) throw new RangeError('too much')
  return { status: answer.status, body: said.bytes }
}
