package git

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"sync"
)

// objects reads objects through one process of git cat-file. It is safe for concurrent
// use.
type objects struct {
	mutex   sync.Mutex
	process *exec.Cmd
	ask     io.WriteCloser
	answers *bufio.Reader
}

func startObjects(ctx context.Context, root string) (*objects, error) {
	process := command(ctx, root, "cat-file", "--batch")
	ask, err := process.StdinPipe()
	if err != nil {
		return nil, err
	}
	answers, err := process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := process.Start(); err != nil {
		return nil, err
	}
	return &objects{process: process, ask: ask, answers: bufio.NewReader(answers)}, nil
}

func (o *objects) close() {
	_ = o.ask.Close()
	_ = o.process.Wait()
}

// read returns the content of an object, without what is beyond a limit.
func (o *objects) read(hash string, limit int64) ([]byte, error) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	if _, err := io.WriteString(o.ask, hash+"\n"); err != nil {
		return nil, err
	}
	header, err := o.answers.ReadString('\n')
	if err != nil {
		return nil, err
	}
	fields := strings.Fields(header) // HASH TYPE SIZE, or HASH missing
	if len(fields) != 3 {
		return nil, fmt.Errorf("object %s is missing", hash)
	}
	size, err := strconv.ParseInt(fields[2], 10, 64)
	if err != nil {
		return nil, err
	}
	data := make([]byte, min(size, limit))
	if _, err := io.ReadFull(o.answers, data); err != nil {
		return nil, err
	}
	_, err = io.CopyN(io.Discard, o.answers, size-int64(len(data))+1) // and a line feed
	return data, err
}
