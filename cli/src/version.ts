/** Which version this is, and of which commit where the program stands in its own repository. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** `root`: the folder of the program. */
export function versionLine(root: string): string {
  const commit = commitIn(join(root, '.git'))
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  return commit === null ? version : `${version} (${commit})`
}

/** Read and not asked of git, which need not be there and refuses a folder that is somebody else's. */
function commitIn(git: string): string | null {
  const head = textIn(join(git, 'HEAD'))
  const [, ref] = /^ref: (refs\/\S+)$/.exec(head) ?? []
  const found = ref === undefined ? head : textIn(join(git, ref)) || packed(git, ref)
  return /^[0-9a-f]{40,64}$/.test(found) ? found.slice(0, 12) : null
}

function packed(git: string, ref: string): string {
  const line = textIn(join(git, 'packed-refs'))
    .split('\n')
    .find((one) => one.endsWith(` ${ref}`))
  return line?.split(' ')[0] ?? ''
}

function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return ''
  }
}
