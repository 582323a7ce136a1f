import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import { test } from 'node:test'
import { Porch } from './porch.ts'

let ports = 0

function guest(remoteAddress: string): Socket {
  ports += 1
  const socket = Object.assign(new EventEmitter(), { remoteAddress, remotePort: ports, destroyed: false })
  return Object.assign(socket, {
    destroy() {
      if (socket.destroyed) return
      socket.destroyed = true
      socket.emit('close')
    },
  }) as unknown as Socket
}

function enterAll(porch: Porch, addresses: readonly string[]): Socket[] {
  return addresses.map((address) => {
    const socket = guest(address)
    porch.enter(socket)
    return socket
  })
}

test('SYNC-14 no address has more than its share, and all together have their number', () => {
  const porch = new Porch({ waiting: 6, share: 3, inVain: 1000 })
  const many = enterAll(porch, Array<string>(50).fill('10.0.0.1'))
  assert.equal(porch.waiting, 3)
  assert.ok(many.slice(-3).every(({ destroyed }) => !destroyed))
  const others = enterAll(porch, ['10.0.0.2', '10.0.0.3', '10.0.0.4', '10.0.0.5'])
  assert.equal(porch.waiting, 6)
  assert.ok(others.every(({ destroyed }) => !destroyed))
})

test('SYNC-15 where a counterpart was, no flood from elsewhere takes its place', () => {
  const porch = new Porch({ waiting: 4, share: 2, inVain: 1000 })
  const [before, peer] = enterAll(porch, ['192.0.2.1', '192.0.2.1'])
  assert.ok(before && peer)
  porch.welcome(before)
  enterAll(
    porch,
    Array.from({ length: 100 }, (_, n) => `10.0.${n}.1`),
  )
  assert.equal(peer.destroyed, false)
  assert.equal(porch.waiting, 4)
})

test('SYNC-14 who came in vain too often is closed unread for a while, but not where a counterpart was', () => {
  let now = 0
  const porch = new Porch({ inVain: 3 }, () => now)
  for (const socket of enterAll(porch, Array<string>(3).fill('10.0.0.1'))) socket.destroy()
  assert.ok(enterAll(porch, ['10.0.0.1'])[0]?.destroyed)
  now += 60_000
  const [again] = enterAll(porch, ['10.0.0.1'])
  assert.equal(again?.destroyed, false)
  porch.welcome(again as Socket)
  for (const socket of enterAll(porch, Array<string>(5).fill('10.0.0.1'))) socket.destroy()
  assert.equal(enterAll(porch, ['10.0.0.1'])[0]?.destroyed, false)
})
