import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signInsOver } from './sign-ins.ts'

/** Two tabs, of which each hears what the other posts. */
function tabs() {
  const heard: ((event: { data: unknown }) => void)[][] = [[], []]
  const channel = (at: number) => ({
    postMessage: (data: unknown) => {
      for (const one of heard[1 - at] ?? []) one({ data })
    },
    addEventListener: (_: 'message', one: (event: { data: unknown }) => void) => void heard[at]?.push(one),
  })
  return [channel(0), channel(1)] as const
}

test('who is signed in is heard in the tab that tells it and in every other, as long as somebody listens', () => {
  const [first, second] = tabs()
  const [one, other] = [signInsOver(first), signInsOver(second)]
  const heard: string[] = []
  one.listen((officer) => heard.push(`one ${officer}`))
  const leave = other.listen((officer) => heard.push(`other ${officer}`))
  one.tell('a')
  leave()
  one.tell('b')
  other.tell('c')
  assert.deepEqual(heard, ['other a', 'one a', 'one b', 'one c'])
})

test('what is no officer is heard by nobody, and without a channel a tab hears itself', () => {
  const [first, second] = tabs()
  const heard: string[] = []
  signInsOver(first).listen((officer) => heard.push(officer))
  second.postMessage({ officer: 'a' } as never)
  const alone = signInsOver(null)
  alone.listen((officer) => heard.push(officer))
  alone.tell('b')
  assert.deepEqual(heard, ['b'])
})
