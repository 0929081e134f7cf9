//go:build engine

package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// glueCall is the body of a call of the Glue Data Catalog, as far as the engine
// fills it.
type glueCall struct {
	Name, DatabaseName string
	DatabaseInput      struct{ Name string }
	TableInput         map[string]any
}

// serveGlue answers a call of the Glue Data Catalog, which names its action in a
// header. From the AWS Glue API reference and botocore 1.43.11 (glue, protocol JSON
// 1.1), read 2026-11-25.
func (s *objectStore) serveGlue(w http.ResponseWriter, r *http.Request, region string, body []byte, role bool) {
	action := strings.TrimPrefix(r.Header.Get("X-Amz-Target"), "AWSGlue.")
	var call glueCall
	if err := json.Unmarshal(body, &call); err != nil {
		s.refuse("glue:"+action, err.Error())
		glueFault(w, "InvalidInputException", err.Error())
		return
	}
	database, table := call.database(action), call.table(action)
	arn := fmt.Sprintf("arn:aws:glue:%s:%s:", region, testAccount)
	resources := []string{arn + "catalog", arn + "database/" + database}
	if table != "" {
		resources = append(resources, arn+"table/"+database+"/"+table)
	}
	for _, resource := range resources {
		if !s.judge("glue:"+action, resource, role) {
			s.refuse("glue:"+action, resource)
			glueFault(w, "AccessDeniedException", "not authorized to perform glue:"+action+" on "+resource)
			return
		}
	}
	s.glueAnswer(w, action, call, database, table)
}

// database is the database of a call, table its table; empty for none.
func (c glueCall) database(action string) string {
	switch {
	case strings.HasSuffix(action, "Table"):
		return c.DatabaseName
	case action == "CreateDatabase":
		return c.DatabaseInput.Name
	}
	return c.Name
}

func (c glueCall) table(action string) string {
	name, _ := c.TableInput["Name"].(string)
	if action == "GetTable" {
		name = c.Name
	}
	return name
}

// glueAnswer does what an allowed call asks for.
func (s *objectStore) glueAnswer(w http.ResponseWriter, action string, call glueCall, database, table string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	tables, exists := s.tables[database]
	found := tables[table]
	var answer any = struct{}{}
	switch {
	case action == "CreateDatabase" && exists, action == "CreateTable" && found != nil:
		glueFault(w, "AlreadyExistsException", "exists")
		return
	case action == "CreateDatabase":
		s.tables[database] = map[string]map[string]any{}
	case !exists, action != "GetDatabase" && action != "CreateTable" && found == nil:
		glueFault(w, "EntityNotFoundException", "not found")
		return
	case action == "GetDatabase":
		answer = map[string]any{"Database": map[string]any{"Name": database}}
	case action == "GetTable":
		answer = map[string]any{"Table": found}
	case action == "CreateTable", action == "UpdateTable":
		tables[table] = call.TableInput
	}
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	_ = json.NewEncoder(w).Encode(answer)
}

// glueFault answers with an error.
func glueFault(w http.ResponseWriter, code, message string) {
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	w.WriteHeader(http.StatusBadRequest)
	_ = json.NewEncoder(w).Encode(map[string]string{"__type": code, "Message": message})
}
