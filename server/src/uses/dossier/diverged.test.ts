import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UNREADABLE } from '../../store/store.ts'
import { two } from '../_retained.ts'
import { act, ask, RELATION, talk } from '../_talk.ts'

test('MARK-7 after a restart nobody acts where a mark said otherwise, nor anywhere when it cannot be read any more where', async () => {
  for (const isReadable of [true, false]) {
    const [a, b] = await two()
    const [named, other] = [await ask(a), await ask(a)]
    await talk(a, b)
    const detail = isReadable ? { dossiers: [named.dossier] } : UNREADABLE
    await b.store.locked(RELATION, (writer) => writer.putIncident(b.time.now, 'verdict-differs', detail))
    await b.restart()
    await talk(a, b)
    const message = { en: { text: 'of nobody (invented)', standing: 'authoritative' } }
    const noted = (dossier: string) =>
      act(b, dossier, 'note', { fields: { message } }).then(
        ({ word }) => word,
        ({ code }) => code,
      )
    assert.equal(await noted(named.dossier), 'held-diverged')
    assert.equal(await noted(other.dossier), isReadable ? 'recorded' : 'held-diverged')
  }
})
