// Reads spec/vectors with nothing of this project: golang.org/x/mod's sumdb/note and sumdb/tlog, and a
// verifier of its own for cosignatures (type 0x04), which sumdb/note does not know. Prints a line of JSON
// for each case. It knows no ML-DSA: what only the second line shows is for others to say.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type vector struct {
	ID       string
	Input    json.RawMessage
	Expected json.RawMessage
}

type outcome struct {
	File     string `json:"file"`
	ID       string `json:"id"`
	Accepted bool   `json:"accepted"`
	Said     string `json:"said"`
}

// A cosigner's key: 0x04, then Ed25519 over "cosignature/v1", a second, and the checkpoint.
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (c cosigner) Name() string    { return c.name }
func (c cosigner) KeyHash() uint32 { return c.hash }
func (c cosigner) Verify(message, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	time := binary.BigEndian.Uint64(signature)
	signed := fmt.Sprintf("cosignature/v1\ntime %d\n%s", time, message)
	return ed25519.Verify(c.key, []byte(signed), signature[8:])
}

func verifierOf(vkey string) (note.Verifier, error) {
	if verifier, err := note.NewVerifier(vkey); err == nil {
		return verifier, nil
	}
	fields := strings.SplitN(vkey, "+", 3)
	if len(fields) != 3 {
		return nil, errors.New("no vkey")
	}
	key, err := base64.StdEncoding.DecodeString(fields[2])
	if err != nil || len(key) != 1+ed25519.PublicKeySize || key[0] != 4 {
		return nil, errors.New("no cosigner's vkey")
	}
	sum := sha256.Sum256(append([]byte(fields[0]+"\n"), key...))
	hash := binary.BigEndian.Uint32(sum[:4])
	if said, err := strconv.ParseUint(fields[1], 16, 32); err != nil || uint32(said) != hash {
		return nil, errors.New("another key id")
	}
	return cosigner{fields[0], hash, key[1:]}, nil
}

type checkpoint struct {
	origin string
	size   int64
	root   tlog.Hash
}

func open(message string, verifiers ...note.Verifier) (checkpoint, error) {
	opened, err := note.Open([]byte(message), note.VerifierList(verifiers...))
	if err != nil {
		return checkpoint{}, err
	}
	if len(opened.Sigs) != len(verifiers) {
		return checkpoint{}, errors.New("a line is missing")
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[3] != "" || lines[0] != verifiers[0].Name() {
		return checkpoint{}, errors.New("no checkpoint of this log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || strconv.FormatInt(size, 10) != lines[1] || size < 0 {
		return checkpoint{}, errors.New("no size")
	}
	root, err := tlog.ParseHash(lines[2])
	return checkpoint{lines[0], size, root}, err
}

func hashes(text []string) ([]tlog.Hash, error) {
	all := make([]tlog.Hash, len(text))
	for i, one := range text {
		raw, err := hex.DecodeString(one)
		if err != nil || len(raw) != len(all[i]) {
			return nil, errors.New("no hash")
		}
		copy(all[i][:], raw)
	}
	return all, nil
}

func inclusion(input json.RawMessage, _ map[string][]note.Verifier) error {
	var in struct {
		Leaf, Root  string
		Index, Size int64
		Proof       []string
	}
	if err := json.Unmarshal(input, &in); err != nil {
		return err
	}
	all, err := hashes(append([]string{in.Leaf, in.Root}, in.Proof...))
	if err != nil {
		return err
	}
	return tlog.CheckRecord(all[2:], in.Size, all[1], in.Index, all[0])
}

func consistency(input json.RawMessage, _ map[string][]note.Verifier) error {
	var in struct {
		OldRoot, NewRoot string
		OldSize, NewSize int64
		Proof            []string
	}
	if err := json.Unmarshal(input, &in); err != nil {
		return err
	}
	all, err := hashes(append([]string{in.OldRoot, in.NewRoot}, in.Proof...))
	if err != nil {
		return err
	}
	return tlog.CheckTree(all[2:], in.NewSize, all[1], in.OldSize, all[0])
}

func checkpoints(input json.RawMessage, keys map[string][]note.Verifier) error {
	var in struct{ Note, Keys string }
	if err := json.Unmarshal(input, &in); err != nil {
		return err
	}
	_, err := open(in.Note, keys[in.Keys]...)
	return err
}

func cosignatures(input json.RawMessage, keys map[string][]note.Verifier) error {
	var in struct{ Note, Lines, Keys string }
	if err := json.Unmarshal(input, &in); err != nil {
		return err
	}
	body := in.Note[:strings.LastIndex(in.Note, "\n\n")+2]
	opened, err := note.Open([]byte(body+in.Lines), note.VerifierList(keys[in.Keys]...))
	if err == nil && len(opened.Sigs) != 1 {
		err = errors.New("a line is missing")
	}
	return err
}

// A .tlog-proof: header, index, hashes, an empty line, the checkpoint with the cosigner's lines.
func proofs(input json.RawMessage, keys map[string][]note.Verifier) error {
	var in struct{ Proof, Log, Custody string }
	if err := json.Unmarshal(input, &in); err != nil {
		return err
	}
	head, message, found := strings.Cut(in.Proof, "\n\n")
	lines := strings.Split(head, "\n")
	if !found || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return errors.New("no proof")
	}
	entry, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	if err != nil {
		return err
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	if err != nil {
		return err
	}
	var path []tlog.Hash
	for _, line := range lines[3:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return err
		}
		path = append(path, hash)
	}
	head2, err := open(message, append(keys[in.Log], keys[in.Custody]...)...)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(path, head2.size, head2.root, index, tlog.RecordHash(entry))
}

func read(folder, file string) []vector {
	raw, err := os.ReadFile(filepath.Join(folder, file+".json"))
	if err != nil {
		panic(err)
	}
	var all []vector
	if err := json.Unmarshal(raw, &all); err != nil {
		panic(err)
	}
	return all
}

func keysIn(folder string) map[string][]note.Verifier {
	keys := map[string][]note.Verifier{}
	for _, one := range read(folder, "keys") {
		var expected struct{ Vkeys []string }
		if json.Unmarshal(one.Expected, &expected) != nil || len(expected.Vkeys) == 0 {
			continue
		}
		verifier, err := verifierOf(expected.Vkeys[0])
		if err != nil {
			panic(err)
		}
		keys[one.ID] = []note.Verifier{verifier}
	}
	return keys
}

func main() {
	folder := os.Args[1]
	keys := keysIn(folder)
	readers := map[string]func(json.RawMessage, map[string][]note.Verifier) error{
		"inclusion": inclusion, "consistency": consistency,
		"checkpoint": checkpoints, "cosignature": cosignatures, "proof": proofs,
	}
	var out bytes.Buffer
	for file, reader := range readers {
		for _, one := range read(folder, file) {
			err := reader(one.Input, keys)
			said := ""
			if err != nil {
				said = err.Error()
			}
			line, _ := json.Marshal(outcome{file, one.ID, err == nil, said})
			out.Write(append(line, '\n'))
		}
	}
	os.Stdout.Write(out.Bytes())
}
