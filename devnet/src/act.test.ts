import assert from 'node:assert/strict'
import { test } from 'node:test'
import { act } from './act.ts'
import { type Answer, type Persona, RefusedError } from './persona.ts'

const RECORDED = { dossier: 'd', leaf: 'a', index: 7 }

/** A node at which the dossier moves on so many times before what is asked of it gets through. */
function movingNode(times: number, { isForTwo }: { isForTwo: boolean }) {
  const drafts = new Set<string>()
  let position = 0
  const lookAgain = (path: string) => new RefusedError({ status: 409, code: 'look-again', path })
  const moved = (said: unknown, path: string) => {
    if (position < times) position++
    if (said !== position) throw lookAgain(path)
  }
  const positions = new Map<string, unknown>()
  const call = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const [, , kind, id = '', deed] = path.split('/')
    const asked = body as { request: string; position: unknown } | undefined
    if (method === 'GET') return { status: 200, body: { position } }
    if (method === 'DELETE') {
      if (!drafts.delete(id)) throw new RefusedError({ status: 404, code: 'draft-gone', path })
      return { status: 204, body: null }
    }
    if (kind === 'drafts' && deed === 'approve') moved(positions.get(id), path)
    else if (isForTwo && asked) {
      drafts.add(asked.request)
      positions.set(asked.request, asked.position)
      return { status: 200, body: { kind: 'drafted', draft: asked.request } }
    } else moved(asked?.position, path)
    drafts.delete(id)
    return { status: 200, body: RECORDED }
  }
  const persona: Persona = { id: 'one', call }
  return { persona, drafts }
}

for (const isForTwo of [false, true])
  test(`an act ${isForTwo ? 'of two ' : ''}is done in a dossier that moved on in between, and leaves no draft`, async () => {
    const { persona, drafts } = movingNode(3, { isForTwo })
    assert.deepEqual(await act(persona, persona, 'd', { act: 'answer', fields: {} }), RECORDED)
    assert.deepEqual([...drafts], [])
  })

test('a dossier that never stands still is not tried for ever', async () => {
  const { persona } = movingNode(1000, { isForTwo: false })
  await assert.rejects(act(persona, null, 'd', { act: 'answer', fields: {} }), { code: 'look-again' })
})
