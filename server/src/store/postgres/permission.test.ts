import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { temporaryFolder } from '../_temporary.ts'
import { type EmbeddedPostgres, startEmbedded } from '../embedded/embedded-postgres.ts'
import { openDatabase } from './database.ts'

let directory: string
let server: EmbeddedPostgres

before(async () => {
  directory = await temporaryFolder()
  server = await startEmbedded({ directory })
})
after(async () => {
  await server.stop()
  await rm(directory, { recursive: true, force: true })
})

async function asOwner(...statements: string[]): Promise<void> {
  const client = new pg.Client(server.connection)
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

const opened = (name: string) =>
  openDatabase({
    connection: `postgres://${name}:${name}@${encodeURIComponent(server.connection.host)}/${name}`,
  })
const made = (name: string) => [
  `create role ${name} login password '${name}'`,
  `create database ${name} owner ${name}`,
]
const denied = (message: RegExp) => ({ code: 'database-denied', message })

test('a user without the role, or without what is its own, reads what has to be done', async () => {
  // No node was here: the role is in the whole server not there, and this user may not make it.
  await asOwner(...made('first'))
  await assert.rejects(
    opened('first'),
    denied(/create role counterpart_app nologin, and grant counterpart_app to/),
  )
  await asOwner('create role counterpart_app nologin')
  await assert.rejects(opened('first'), denied(/grant counterpart_app to that user$/))
  await asOwner('grant counterpart_app to first')
  await (await opened('first')).close()
  // Brought to a server on which the role has another name, or none.
  await asOwner('alter role counterpart_app rename to renamed')
  await assert.rejects(opened('first'), denied(/create role counterpart_app nologin/))
  await asOwner('alter role renamed rename to counterpart_app')
  // A database of somebody else's.
  await asOwner(
    ...made('second'),
    'grant counterpart_app to second',
    'alter database second owner to counterpart_owner',
  )
  await assert.rejects(opened('second'), denied(/has to own the database and all that is in it.*\(42501\)$/))
})
