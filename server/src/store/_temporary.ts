import { chmod, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder for nodes of tests. As root the server runs as somebody else, who has to get in here. */
export async function temporaryFolder(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'pg-'))
  await chmod(directory, 0o755)
  return directory
}
