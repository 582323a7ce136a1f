import { Button, Progress } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { type Bringing, bring } from '../../api/uploads.ts'
import { bytesOf, type FileSaid, fileSaid } from '../../declared/file-said.ts'
import { Icon } from '../../parts/icon.tsx'
import { Misnamed } from '../../parts/misnamed.tsx'
import { NewTab } from '../../parts/signed-out.tsx'
import { useFaultText } from '../../parts/waiting.tsx'
import { useTexts } from '../../text/use-texts.tsx'
import { againIn, COMING } from '../coming.ts'
import { described } from '../described.ts'
import type { InputOf } from '../input.ts'
import { useUploadTarget } from '../upload-target.tsx'

interface Started {
  name: string
  ending: AbortController
}

/** One file: chosen, brought to the node while the rest is filled in, and taken back again. */
export function FileInput({ id, value, onChange, invalid }: InputOf<'file'>) {
  const { t } = useTexts()
  const target = useUploadTarget()
  const [started, setStarted] = useState<Started | null>(null)
  const [bringing, setBringing] = useState<Bringing | null>(null)
  const [fault, setFault] = useState<unknown>(null)
  const picking = useRef<HTMLInputElement>(null)
  const latest = useRef(onChange)
  latest.current = onChange
  const running = useRef<AbortController | null>(null)
  // A form that is closed brings nothing any more.
  useEffect(() => () => running.current?.abort(), [])

  const [again] = againIn(value)
  // Whoever has no mouse goes on where the box was: at what takes the file away again, or at the box that is back.
  const box = useRef<HTMLDivElement>(null)
  const [isMoved, setMoved] = useState(false)
  useEffect(() => {
    if (!isMoved) return
    setMoved(false)
    if (document.activeElement !== document.body) return
    const next = picking.current?.closest('[hidden]') ? box.current?.querySelector('button') : picking.current
    next?.focus()
  }, [isMoved])

  function remove(): void {
    setFault(null)
    onChange(undefined)
    setMoved(true)
  }

  async function start(file: File): Promise<void> {
    const ending = new AbortController()
    running.current = ending
    setStarted({ name: file.name, ending })
    setFault(null)
    setBringing({ bytes: file.size, done: 0, scanning: false, waiting: null })
    latest.current(COMING)
    try {
      latest.current(await bring(file, target, ending.signal, setBringing))
    } catch (thrown) {
      // It stays as if it were coming: what failed is not left out of what is sent without a word.
      if (ending.signal.aborted) latest.current(again === undefined ? undefined : value)
      else setFault(thrown)
    } finally {
      running.current = null
      setStarted(null)
      setBringing(null)
      setMoved(true)
      if (picking.current) picking.current.value = ''
    }
  }

  const said = fileSaid(value)
  return (
    <div className="file-edit" ref={box}>
      <span
        className={invalid ? 'file-pick file-pick-wrong' : 'file-pick'}
        hidden={started !== null || said !== null}
      >
        <input
          ref={picking}
          id={id}
          {...described(id)}
          type="file"
          title={t('file.choose')}
          aria-invalid={invalid || fault !== null}
          onChange={(event) => {
            const file = event.target.files?.[0]
            if (file) void start(file)
          }}
        />
        <span aria-hidden>{t('file.choose')}</span>
      </span>
      {started && bringing && <OnTheWay started={started} bringing={bringing} />}
      {!started && again !== undefined && <Again name={again} onRemove={remove} />}
      {!started && said && <Brought said={said} onRemove={remove} />}
      {fault !== null && <Fault fault={fault} onRemove={remove} />}
      {invalid && started && <p className="form-help">{t('wrong.coming')}</p>}
    </div>
  )
}

function wordOf({ waiting, scanning }: Bringing) {
  if (waiting !== null) return waiting === 'line' ? 'waiting' : 'signed-out'
  return scanning ? 'scanning' : 'uploading'
}

function OnTheWay({ started, bringing }: { started: Started; bringing: Bringing }) {
  const { t, language } = useTexts()
  const percent = bringing.bytes === 0 ? 0 : Math.floor((100 * bringing.done) / bringing.bytes)
  const word = wordOf(bringing)
  return (
    <div className="file-line" role="status">
      <span className="file-name">{started.name}</span>
      <Progress percent={bringing.scanning ? 100 : percent} size="small" aria-label={t('file.uploading')} />
      <span className="soft">
        {t(`file.${word}`)} {bringing.waiting === 'session' && <NewTab />} ·{' '}
        {bytesOf(language, bringing.bytes)}
      </span>
      <Button size="small" onClick={() => started.ending.abort()}>
        {t('file.cancel')}
      </Button>
    </div>
  )
}

/** One that stood here in a draft. */
function Again({ name, onRemove }: { name: string; onRemove(): void }) {
  const { t } = useTexts()
  return (
    <div className="file-line">
      <span className="file-name">{name || t('file.nameless')}</span>
      <span className="soft">{t('file.again')}</span>
      <Button size="small" type="text" icon={<Icon name="close" size={12} />} onClick={onRemove}>
        {t('file.remove')}
      </Button>
    </div>
  )
}

function Brought({ said, onRemove }: { said: FileSaid; onRemove(): void }) {
  const { t, language } = useTexts()
  return (
    <div className="file-line">
      <Icon name="check" size={13} /> <span className="file-name">{said.name}</span>
      <span className="soft">{bytesOf(language, said.bytes)}</span>
      <Misnamed name={said.name} type={said.type} />
      <Button size="small" type="text" icon={<Icon name="close" size={12} />} onClick={onRemove}>
        {t('file.remove')}
      </Button>
    </div>
  )
}

function Fault({ fault, onRemove }: { fault: unknown; onRemove(): void }) {
  const { t } = useTexts()
  const say = useFaultText()
  return (
    <p className="form-wrong" role="alert">
      {say(fault)} {t('file.failed')}{' '}
      <Button size="small" type="text" icon={<Icon name="close" size={12} />} onClick={onRemove}>
        {t('file.remove')}
      </Button>
    </p>
  )
}
