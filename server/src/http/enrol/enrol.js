// Enrols a passkey with the one-time secret behind the `#` of this page's address.
const button = document.getElementById('begin')
const said = document.getElementById('said')

function say(message) {
  said?.replaceChildren(
    ...['vi', 'zh-Hans', 'en'].map((language) => {
      const line = document.createElement('p')
      line.lang = language
      line.textContent = message[language]
      return line
    }),
  )
}

async function post(path, body) {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const read = await answer.json()
  if (!answer.ok) throw read.error
  return read
}

async function enrol() {
  const begun = await post('/api/passkeys/options', { token: location.hash.slice(1) })
  // The secret that was used up gives way to the next one, so that reloading begins again.
  history.replaceState(null, '', `#${begun.token}`)
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(begun.options)
  const credential = await navigator.credentials.create({ publicKey })
  if (!(credential instanceof PublicKeyCredential)) return
  await post('/api/passkeys/enrol', { token: begun.token, response: credential.toJSON() })
  if (document.documentElement.dataset.then !== 'node-ends') return location.replace('/')
  // The node behind this page ends now: another page of it would be empty.
  button?.remove()
  history.replaceState(null, '', location.pathname)
  say({
    vi: 'Đã ghi danh. Người vận hành bây giờ khởi động nút; sau đó hãy đăng nhập tại địa chỉ này.',
    'zh-Hans': '已登记。运维人员现在启动节点；之后请在此地址登录。',
    en: 'Enrolled. The operator now starts the node; sign in at this address afterwards.',
  })
}

button?.addEventListener('click', async () => {
  button.setAttribute('disabled', '')
  try {
    await enrol()
  } catch (error) {
    say(
      error?.message?.en
        ? error.message
        : { vi: 'Chưa ghi danh được.', 'zh-Hans': '未能登记。', en: 'It was not enrolled.' },
    )
    button.removeAttribute('disabled')
  }
})
