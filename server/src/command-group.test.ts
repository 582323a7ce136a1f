import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { killGroup, OWN_GROUP } from './command-group.ts'

test('what a command started ends with it', { skip: process.platform === 'win32' }, async () => {
  const program = `
    const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' })
    console.log(child.pid)`
  const command = spawn(process.execPath, ['-e', program], {
    ...OWN_GROUP,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const closed = once(command, 'close')
  const [said] = (await once(command.stdout, 'data')) as [Buffer]
  assert.match(String(said), /^\d+\n$/)
  killGroup(command)
  // The output is open as long as anything of the group lives.
  await closed
  killGroup(command)
})
