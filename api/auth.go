package api

import (
	"context"
	"fmt"

	"ncmtui/api/route"
)

// QRState is where a QR login stands.
type QRState int

// The states, by the service's codes.
const (
	QRExpired   QRState = 800
	QRWaiting   QRState = 801 // for the scan
	QRConfirm   QRState = 802 // scanned; waiting for the confirmation on the phone
	QRConfirmed QRState = 803 // logged in: the cookies are in the session now
)

// QRCheck is the answer to a question about a QR login; Name and Avatar are
// of the account that scanned, with QRConfirm only.
type QRCheck struct {
	State        QRState
	Name, Avatar string
}

type qrKeyBody struct {
	Unikey jsonText `json:"unikey"`
	Data   object[struct {
		Unikey jsonText `json:"unikey"`
	}] `json:"data"`
}

func (b qrKeyBody) key() string { return first(string(b.Data.V.Unikey), string(b.Unikey)) }

// QRKey starts a QR login.
func (c *Client) QRKey(ctx context.Context) (string, error) {
	b, err := call[qrKeyBody](ctx, c, "/login/qr/key", nil)
	if err != nil {
		return "", err
	}
	if b.key() == "" {
		return "", badAnswer("/login/qr/key", fmt.Errorf("no key"))
	}
	return b.key(), nil
}

// QRAddress is the text of the code to scan.
func QRAddress(key string) string { return route.QRAddress(key) }

type qrCheckBody struct {
	Code   jsonInt  `json:"code"`
	Name   jsonText `json:"nickname"`
	Avatar jsonText `json:"avatarUrl"`
}

// QRCheck asks how a QR login stands; not more often than every 2 s, and not
// after QRExpired or QRConfirmed.
func (c *Client) QRCheck(ctx context.Context, key string) (QRCheck, error) {
	b, err := call[qrCheckBody](ctx, c, "/login/qr/check", Params{"key": key})
	if err != nil {
		return QRCheck{}, err
	}
	return b.check()
}

func (b qrCheckBody) check() (QRCheck, error) {
	out := QRCheck{State: QRState(b.Code), Name: string(b.Name), Avatar: secure(string(b.Avatar))}
	switch out.State {
	case QRExpired, QRWaiting, QRConfirm, QRConfirmed:
		return out, nil
	}
	return out, badAnswer("/login/qr/check", fmt.Errorf("code %d", b.Code))
}
