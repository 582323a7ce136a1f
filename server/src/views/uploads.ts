/** Uploads as the officers' API asks for them. */
import { NodeError } from '../errors.ts'
import type { Uploads } from '../http/ports.ts'
import type { FileKeep } from '../uses/file/file-keep.ts'
import { beginUpload, cancelUpload, continueUpload, lookAtUpload } from '../uses/file/upload.ts'
import { isUsed, scanUploads } from '../uses/file/upload-care.ts'
import type { Node } from '../uses/relation.ts'
import { relationNamed } from './look.ts'

export function uploadsOf(node: Node): Uploads {
  const keep = (): FileKeep => {
    if (!node.files) throw new NodeError({ code: 'files-unavailable' })
    return node.files
  }
  return {
    begin: async ({ relation, name, bytes }, officer) =>
      beginUpload(
        keep(),
        {
          relation: relationNamed(node, relation).id,
          officer: officer.id,
          name,
          bytes,
          now: node.clock(),
        },
        (row) => isUsed(node, row),
      ),
    async put(id, officer, offset, bytes) {
      const upload = await continueUpload(keep(), id, officer.id, offset, bytes)
      // Not waited for: a page asks how far it is. What fails is done again by the node's own round.
      if (upload.state === 'scanning') scanUploads(node, keep()).catch(() => undefined)
      return upload
    },
    look: (id, officer) => lookAtUpload(keep(), id, officer.id),
    cancel: (id, officer) => cancelUpload(keep(), id, officer.id, (row) => isUsed(node, row)),
  }
}
