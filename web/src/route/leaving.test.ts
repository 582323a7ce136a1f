import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { hold, leaveFor, putBack } from './leaving.ts'

const ORIGIN = 'https://counterpart.example'

/** A browser of which only the address and its entries are there. */
class Browser extends EventTarget {
  entries = ['/desk', '/dossiers/a']
  at = 1
  location = { origin: ORIGIN, pathname: '/dossiers/a', search: '', hash: '' }
  history = {
    pushState: (_state: unknown, _title: string, path: string) => {
      this.entries = [...this.entries.slice(0, this.at + 1), path]
      this.move(1)
    },
    back: () => this.move(-1),
  }
  private move(by: number): void {
    this.at += by
    const { pathname, search, hash } = new URL(this.entries[this.at] ?? '', ORIGIN)
    Object.assign(this.location, { pathname, search, hash })
  }
}

const NAMES = ['location', 'history', 'addEventListener', 'removeEventListener'] as const
const before = NAMES.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const)

function browser(): Browser {
  const one = new Browser()
  const values = {
    location: one.location,
    history: one.history,
    addEventListener: one.addEventListener.bind(one),
    removeEventListener: one.removeEventListener.bind(one),
  }
  for (const name of NAMES)
    Object.defineProperty(globalThis, name, { value: values[name], configurable: true, writable: true })
  return one
}

afterEach(() => {
  for (const [name, was] of before) {
    if (was) Object.defineProperty(globalThis, name, was)
    else Reflect.deleteProperty(globalThis, name)
  }
})

test('where nothing is held, a page is left at once', () => {
  browser()
  let left = 0
  leaveFor('/desk', () => left++)
  assert.equal(left, 1)
})

test('a link to another page waits for the answer, one within the page does not', () => {
  browser()
  const asked: (() => void)[] = []
  let left = 0
  const free = hold((leave) => asked.push(leave))
  leaveFor('/dossiers/a', () => left++)
  assert.deepEqual([left, asked.length], [1, 0])
  leaveFor('/desk', () => left++)
  assert.deepEqual([left, asked.length], [1, 1])
  free()
  asked[0]?.()
  assert.equal(left, 2)
})

test('the back button of the browser leaves after a yes, and the page is on top until then', () => {
  const one = browser()
  const asked: (() => void)[] = []
  const free = hold((leave) => asked.push(leave))
  one.history.back()
  assert.equal(putBack('/dossiers/a'), true)
  assert.deepEqual([one.location.pathname, asked.length], ['/dossiers/a', 1])
  free()
  asked[0]?.()
  assert.equal(one.location.pathname, '/desk')
  assert.equal(putBack('/dossiers/a'), false)
})

test('to another place of the same page the buttons of the browser go without a question', () => {
  const one = browser()
  one.history.pushState(null, '', '/dossiers/a#rung-3')
  const free = hold(() => assert.fail('asked'))
  one.history.back()
  assert.equal(putBack('/dossiers/a#rung-3'), false)
  free()
})

test('a page that holds something asks before it is closed, and one that was freed does not', () => {
  const one = browser()
  const closing = () => one.dispatchEvent(new Event('beforeunload', { cancelable: true }))
  const free = hold(() => undefined)
  assert.equal(closing(), false)
  free()
  assert.equal(closing(), true)
})
