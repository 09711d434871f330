package wire

import (
	"context"

	"ncmtui/api"
	"ncmtui/store/catalogue"
)

// daily changes the daily songs.
type daily struct {
	lists *catalogue.Catalogue
	api   *api.Client
}

func (d daily) Dislike(ctx context.Context, id int64) (catalogue.Song, error) {
	got, err := d.api.DislikeDaily(ctx, id)
	if err != nil {
		return catalogue.Song{}, err
	}
	by := song(got)
	d.lists.ReplaceDaily(ctx, id, by)
	return by, nil
}
