/** Writes the document of this API to the file named: what the typed client is generated from. */
import { writeFileSync } from 'node:fs'
import { testApp } from './_app.ts'

export async function documentText(): Promise<string> {
  const world = await testApp()
  const answer = await world.call({ url: '/api/openapi.json' })
  await world.app.close()
  return `${JSON.stringify(answer.json(), null, 2)}\n`
}

const [, script, file] = process.argv
if (script === import.meta.filename && file) writeFileSync(file, await documentText())
