import { Modal } from 'antd'
import { useState } from 'react'
import { useTexts } from '../text/use-texts.tsx'
import { Icon } from './icon.tsx'
import { layers } from './layers.ts'

interface Props {
  /** Where the node gives it to be saved; behind `/shown`, to be looked at. */
  url: string
  name: string | null
  type: string | null
  /** Whether a page may show it by itself. */
  shown: boolean
}

/** A file that is here, to be saved; a picture or a PDF also to be looked at. */
export function FileGet({ url, name, type, shown }: Props) {
  const { t } = useTexts()
  const [open, setOpen] = useState(false)
  return (
    <>
      <a href={url} download className="file-get">
        <Icon name="save" size={13} /> {t('file.save')}
      </a>
      {shown && (
        <button type="button" className="link file-get" onClick={() => setOpen(true)}>
          <Icon name="eye" size={13} /> {t('file.show')}
        </button>
      )}
      {open && (
        <Modal
          open
          width={900}
          footer={null}
          title={name}
          getContainer={layers}
          onCancel={() => setOpen(false)}
          destroyOnHidden
        >
          <Shown title={name ?? ''} type={type} url={`${url}/shown`} />
        </Modal>
      )}
    </>
  )
}

/** In a box that can do nothing. A browser opens its own reader of PDF only in a box that is not sealed: that one is sealed by the node's answer. */
function Shown({ title, type, url }: { title: string; type: string | null; url: string }) {
  if (type === 'application/pdf') return <iframe className="file-shown" title={title} src={url} />
  return <iframe className="file-shown" title={title} src={url} sandbox="" />
}
