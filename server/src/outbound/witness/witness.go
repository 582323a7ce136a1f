// A C2SP tlog-witness written with nothing of this project: golang.org/x/mod's sumdb/note and sumdb/tlog.
// Arguments: the log's vkey, the witness's name, the hex seed of its Ed25519 key. Prints its address and its
// vkey, then answers until its standard input ends.
package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type witness struct {
	sync.Mutex
	log  note.Verifier
	name string
	id   [4]byte
	key  ed25519.PrivateKey
	size int64
	root tlog.Hash
}

func (w *witness) sign(text string) string {
	now := uint64(time.Now().Unix())
	signature := ed25519.Sign(w.key, []byte(fmt.Sprintf("cosignature/v1\ntime %d\n%s", now, text)))
	line := append(w.id[:], binary.BigEndian.AppendUint64(nil, now)...)
	return fmt.Sprintf("— %s %s\n", w.name, base64.StdEncoding.EncodeToString(append(line, signature...)))
}

func (w *witness) add(body string) (int, string) {
	w.Lock()
	defer w.Unlock()
	head, message, found := strings.Cut(body, "\n\n")
	lines := strings.Split(head, "\n")
	old, err := strconv.ParseInt(strings.TrimPrefix(lines[0], "old "), 10, 64)
	if !found || err != nil {
		return http.StatusBadRequest, ""
	}
	opened, err := note.Open([]byte(message), note.VerifierList(w.log))
	if err != nil {
		return http.StatusForbidden, ""
	}
	fields := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(fields[1], 10, 64)
	root, err2 := tlog.ParseHash(fields[2])
	if err != nil || err2 != nil || old > size {
		return http.StatusBadRequest, ""
	}
	if old != w.size {
		return http.StatusConflict, fmt.Sprintf("%d\n", w.size)
	}
	var proof tlog.TreeProof
	for _, line := range lines[1:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return http.StatusBadRequest, ""
		}
		proof = append(proof, hash)
	}
	if old > 0 {
		if err := tlog.CheckTree(proof, size, root, old, w.root); err != nil {
			return http.StatusUnprocessableEntity, ""
		}
	}
	w.size, w.root = size, root
	return http.StatusOK, w.sign(opened.Text)
}

func main() {
	seed, err := hex.DecodeString(os.Args[3])
	if err != nil {
		panic(err)
	}
	log, err := note.NewVerifier(os.Args[1])
	if err != nil {
		panic(err)
	}
	w := &witness{log: log, name: os.Args[2], key: ed25519.NewKeyFromSeed(seed)}
	public := append([]byte{4}, w.key.Public().(ed25519.PublicKey)...)
	sum := sha256.Sum256(append([]byte(w.name+"\n"), public...))
	copy(w.id[:], sum[:4])
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Printf("http://%s %s+%x+%s\n", listener.Addr(), w.name, w.id, base64.StdEncoding.EncodeToString(public))
	http.HandleFunc("/add-checkpoint", func(answer http.ResponseWriter, request *http.Request) {
		body, _ := io.ReadAll(io.LimitReader(request.Body, 1<<16))
		status, said := w.add(string(body))
		answer.WriteHeader(status)
		io.WriteString(answer, said)
	})
	go http.Serve(listener, nil)
	io.Copy(io.Discard, os.Stdin)
}
