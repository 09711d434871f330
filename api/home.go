package api

import (
	"context"
	"encoding/json"
	"iter"
)

// Banner is a picture of the front page that stands for something.
type Banner struct {
	ID      string
	Picture string
	Title   string // what kind of thing it is, in words
	Kind    int    // 1 song, 10 album, 1000 playlist, 1004 MV, 3000 a web page …
	Target  int64  // id of the thing, 0 for a web page
	URL     string
	Song    *Song
}

type wireBanner struct {
	ID     jsonText         `json:"bannerId"`
	Pic    jsonText         `json:"pic"`
	Image  jsonText         `json:"imageUrl"`
	Title  jsonText         `json:"typeTitle"`
	Kind   jsonInt          `json:"targetType"`
	Target jsonInt          `json:"targetId"`
	URL    jsonText         `json:"url"`
	Song   object[wireSong] `json:"song"`
}

func (w wireBanner) banner() Banner {
	b := Banner{
		ID: string(w.ID), Picture: secure(first(string(w.Pic), string(w.Image))), Title: string(w.Title),
		Kind: int(w.Kind), Target: int64(w.Target), URL: string(w.URL),
	}
	if w.Song.OK {
		s := w.Song.V.song()
		b.Song = &s
	}
	return b
}

// Banners are the pictures of the front page.
func (c *Client) Banners(ctx context.Context) ([]Banner, error) {
	b, err := call[struct {
		Banners list[wireBanner] `json:"banners"`
	}](ctx, c, "/banner", nil)
	if err != nil {
		return nil, err
	}
	return each(b.Banners, wireBanner.banner), nil
}

// HomeBlock is a part of the phone's front page. Every kind of block has a
// shape of its own: Raw is the block as it came, JSON; Items are the things
// that could be read from it.
type HomeBlock struct {
	Code    string // HOMEPAGE_BANNER …
	Kind    string // how it is drawn, as BANNER
	Title   string
	Items   []HomeItem
	Banners []Banner
	Raw     json.RawMessage
}

// HomeItem is a thing in a block. Kind is the service's word: list, song, voice …
type HomeItem struct {
	Kind, Title, Subtitle, Picture string
	ID                             int64
}

type wireHomeElement struct {
	Main object[struct {
		Title jsonText `json:"title"`
	}] `json:"mainTitle"`
	Sub object[struct {
		Title jsonText `json:"title"`
	}] `json:"subTitle"`
	Image object[struct {
		URL jsonText `json:"imageUrl"`
	}] `json:"image"`
}

type wireHomeBlock struct {
	Code      jsonText                `json:"blockCode"`
	Kind      jsonText                `json:"showType"`
	Element   object[wireHomeElement] `json:"uiElement"`
	Creatives list[struct {
		Resources list[struct {
			ID      jsonInt                 `json:"resourceId"`
			Kind    jsonText                `json:"resourceType"`
			Element object[wireHomeElement] `json:"uiElement"`
		}] `json:"resources"`
	}] `json:"creatives"`
	Ext object[struct {
		Banners list[wireBanner] `json:"banners"`
	}] `json:"extInfo"`
}

func (w wireHomeBlock) block(raw json.RawMessage) HomeBlock {
	b := HomeBlock{
		Code: string(w.Code), Kind: string(w.Kind), Title: first(string(w.Element.V.Sub.V.Title), string(w.Element.V.Main.V.Title)),
		Banners: each(w.Ext.V.Banners, wireBanner.banner), Raw: raw,
	}
	for _, c := range w.Creatives {
		for _, r := range c.Resources {
			e := r.Element.V
			b.Items = append(b.Items, HomeItem{
				string(r.Kind), string(e.Main.V.Title), string(e.Sub.V.Title), secure(string(e.Image.V.URL)), int64(r.ID),
			})
		}
	}
	return b
}

// Home are the blocks of the phone's front page.
func (c *Client) Home(ctx context.Context) iter.Seq2[HomeBlock, error] {
	return walk("", func(b HomeBlock) string { return b.Code }, func(cursor string) (page[HomeBlock, string], error) {
		p := Params{}
		if cursor != "" {
			p["cursor"] = cursor
		}
		b, err := call[struct {
			Data object[struct {
				Blocks list[json.RawMessage] `json:"blocks"`
				Cursor json.RawMessage       `json:"cursor"`
				More   jsonBool              `json:"hasMore"`
			}] `json:"data"`
		}](ctx, c, "/homepage/block/page", p)
		out := page[HomeBlock, string]{more: bool(b.Data.V.More), next: cursorText(b.Data.V.Cursor)}
		for _, raw := range b.Data.V.Blocks {
			var w object[wireHomeBlock]
			if _ = w.UnmarshalJSON(raw); w.OK {
				out.items = append(out.items, w.V.block(raw))
			}
		}
		return out, err
	})
}

// cursorText is a cursor that may be a text, or an object to be sent back.
func cursorText(raw json.RawMessage) string {
	var t jsonText
	if _ = t.UnmarshalJSON(raw); t != "" {
		return string(t)
	}
	if len(raw) > 0 && raw[0] == '{' {
		return string(raw)
	}
	return ""
}

// Topic is something people talk about.
type Topic struct {
	ID           int64
	Title        string
	Texts        []string
	Picture      string
	Participants int
}

// HotTopics are what people talk about most.
func (c *Client) HotTopics(ctx context.Context) ([]Topic, error) {
	type wireTopic struct {
		ID           jsonInt  `json:"actId"`
		Title        jsonText `json:"title"`
		Texts        texts    `json:"text"`
		Picture      jsonText `json:"sharePicUrl"`
		Participants jsonInt  `json:"participateCount"`
	}
	b, err := call[struct {
		Hot list[wireTopic] `json:"hot"`
	}](ctx, c, "/hot/topic", nil)
	if err != nil {
		return nil, err
	}
	return each(b.Hot, func(w wireTopic) Topic {
		return Topic{int64(w.ID), string(w.Title), w.Texts, secure(string(w.Picture)), int(w.Participants)}
	}), nil
}
