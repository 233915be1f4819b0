// Package refusal knows what the service says where it can't do what was asked.
package refusal

import (
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/protoadapt"
)

// Refusal is a status with words for the caller, and what the model may put right.
// It is the only error that has a say in what may be spoken.
type Refusal struct {
	Code    codes.Code
	Speech  string // a sentence or two, fit to be read aloud
	Field   string // the field of the request that was wrong, if one was
	Problem string // what was wrong with it
}

// Error returns the words for the caller.
func (r *Refusal) Error() string { return r.Speech }

// GRPCStatus returns the status with its details, messages of google.rpc (AIP-193).
func (r *Refusal) GRPCStatus() *status.Status {
	plain := status.New(r.Code, r.Speech)
	detailed, err := plain.WithDetails(r.details()...)
	if err != nil {
		return plain
	}
	return detailed
}

func (r *Refusal) details() []protoadapt.MessageV1 {
	details := []protoadapt.MessageV1{&errdetails.LocalizedMessage{Locale: "en-US", Message: r.Speech}}
	if r.Field != "" {
		violation := &errdetails.BadRequest_FieldViolation{Field: r.Field, Description: r.Problem}
		details = append(details, &errdetails.BadRequest{
			FieldViolations: []*errdetails.BadRequest_FieldViolation{violation},
		})
	}
	return details
}
