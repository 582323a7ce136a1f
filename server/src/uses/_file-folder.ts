/** A folder in memory, with a place for a test to make any call fail, before or after it was carried out. */
import { NodeError } from '../errors.ts'
import type { FileFolder } from '../store/files/folder.ts'

export type Fault = (call: keyof FileFolder, when: 'before' | 'after') => void

export function memoryFolder(files = new Map<string, Buffer>(), fault: Fault = () => undefined): FileFolder {
  const there = (name: string): Buffer => {
    const found = files.get(name)
    if (!found) throw new NodeError({ code: 'file-damaged' })
    return found
  }
  async function call<T>(name: keyof FileFolder, work: () => T): Promise<T> {
    fault(name, 'before')
    const result = work()
    fault(name, 'after')
    return result
  }
  return {
    check: () => call('check', () => undefined),
    size: (name) => call('size', () => files.get(name)?.length ?? null),
    read: (name, offset, length) =>
      call('read', () => new Uint8Array(there(name).subarray(offset, offset + length))),
    write: (name, offset, bytes) =>
      call('write', () => {
        const old = files.get(name) ?? Buffer.alloc(0)
        const start = Buffer.concat([old.subarray(0, offset), Buffer.alloc(Math.max(0, offset - old.length))])
        files.set(name, Buffer.concat([start, bytes]))
      }),
    cut: (name, size) => call('cut', () => void files.set(name, there(name).subarray(0, size))),
    rename: (from, to) =>
      call('rename', () => {
        files.set(to, there(from))
        files.delete(from)
      }),
    remove: (name) => call('remove', () => void files.delete(name)),
    names: () => call('names', () => [...files.keys()].map((name) => ({ name, changed: 0 }))),
  }
}
